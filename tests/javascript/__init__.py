"""The project's JavaScript under TypeScript, Prettier and Node's own test runner."""
