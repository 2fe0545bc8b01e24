"""What is wrong with a cart of lesson 05, after an article was put into it."""

from typing import Any

from sessionkit.teaching.functions import shown


def cart_fault(
    answered: Any, values: dict[str, Any], wanted: list[str], had: dict[str, list[str]]
) -> tuple[str, ...]:
    """Say what was wanted and what is there, and the mistake behind it."""
    stored = values.get("cart")
    others = [one for cart in had.values() for one in cart if one not in wanted]
    seen = f"The session has {shown(values)}, and you answer {shown(answered)}."
    if _has(answered, others) or _has(stored, others):
        return (
            f"Wanted: {shown(wanted)}. {seen}",
            "One list is shared by all visitors. Keep the cart in the session: a "
            "variable of the program is everybody's.",
        )
    if stored == wanted:
        return (
            f"The session is right, and you answer {shown(answered)}.",
            f"Answer the whole list, {shown(wanted)}.",
        )
    if "cart" not in values:
        return (seen, 'Nothing is under the key "cart": `set` it before you answer.')
    return (f"Wanted: {shown(wanted)}. {seen}", _reason(stored, wanted, answered))


def _reason(stored: Any, wanted: list[str], answered: Any) -> str:
    article = wanted[-1]
    if stored is None:
        return (
            "`append` changes the list and answers None: append on a line of its own, "
            "and `set` the list."
        )
    if not isinstance(stored, list):
        return "A cart is a list: `[]` when it is new."
    if len(wanted) > 1 and stored == [article]:
        return "What was in the cart is lost: take what `get` gives, and add to it."
    if stored == wanted[:-1] and article in stored:
        return (
            f"The visitor wants {article} twice: a cart may hold an article more than "
            "once."
        )
    if stored == wanted[:-1]:
        if answered == wanted:
            return "The new list was not stored: `set` it, then answer it."
        return "The article was not added: add it to a cart that is there, too."
    if sorted(map(str, stored)) == sorted(wanted):
        return (
            "The order is wrong: the new article comes last. A list keeps its order; "
            "a Python set has none."
        )
    if stored[:-1] == wanted[:-1]:
        return f"An article is {shown(stored[-1])}: add the text itself."
    if stored == [*wanted[:-1], *article]:
        return (
            "`+=` and `extend` add each letter of a string: `append` it, or add "
            "`[article]`."
        )
    return "Look at what you add, and to what."


def _has(cart: Any, articles: list[str]) -> bool:
    return isinstance(cart, list) and any(one in articles for one in cart)
