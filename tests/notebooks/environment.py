"""What every notebook's kernel starts with, when written and when tested."""

from typing import Final

# A fixed hash seed and width: outputs must not depend on who runs the notebooks.
KERNEL_ENVIRONMENT: Final = {"PYTHONHASHSEED": "0", "COLUMNS": "80"}

CELL_TIMEOUT_SECONDS: Final = 60
STARTUP_TIMEOUT_SECONDS: Final = 30
