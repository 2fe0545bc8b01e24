"""Mistakes of lesson 07, break in."""

from tests.notebooks.mistakes import Mistake

LOGIN = "login-write"
LOGOUT = "logout-write"
CART = "cart-write"


def login(name: str, new_id: str, verdict_says: str) -> Mistake:
    """Give a mistake of the login by the expression of its new id."""
    return Mistake(LOGIN, name, ENTERS.replace("random_id()", new_id), verdict_says)


ENTERS = """
import hashlib, random, secrets, time, uuid
from itertools import count

numbers = count(1)
ids = {}


async def safe_login(request):
    session = request.session
    values = {**await session.get_all(), "user": request.path_params["name"]}
    await session.clear()
    session.session_id = random_id()
    await session.set_many(values)
    return JSONResponse("welcome")
"""

MISTAKES = [
    Mistake(
        LOGIN,
        "keeps the planted id",
        """
        async def safe_login(request):
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "This attack is called session fixation.",
    ),
    Mistake(
        LOGIN,
        "makes a new id and does not drop the old one",
        """
        async def safe_login(request):
            values = await request.session.get_all()
            request.session.session_id = random_id()
            await request.session.set_many(
                {**values, "user": request.path_params["name"]}
            )
            return JSONResponse("welcome")
        """,
        "the old one was not dropped: Mallory sends it",
    ),
    Mistake(
        LOGIN,
        "keeps the planted id of an ended session",
        """
        async def safe_login(request):
            session = request.session
            if await session.is_any_exist():
                values = await session.get_all()
                await session.clear()
                session.session_id = random_id()
                await session.set_many(values)
            await session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "with or without a session before it",
    ),
    Mistake(
        LOGOUT,
        "ends the sessions of users alone",
        """
        async def safe_logout(request):
            if await request.session.get("user"):
                await request.session.clear()
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "with or without a user in it",
    ),
    Mistake(
        CART,
        "takes the time from datetime",
        """
        from datetime import datetime

        async def add(session, article):
            await session.set(f"cart:{datetime.now().isoformat()}", article)

        async def cart(session):
            values = await session.get_all()
            return [value for key, value in values.items() if key.startswith("cart:")]
        """,
        "Then both have the same key, the time.",
    ),
    Mistake(
        CART,
        "names the key after the user",
        """
        async def add(session, article):
            await session.set(f"{await session.get('user')}:{random_id()}", article)

        async def cart(session):
            user, values = await session.get("user"), await session.get_all()
            return [one for key, one in values.items() if key.startswith(f"{user}:")]
        """,
        "Leave the user out of the keys",
    ),
    Mistake(
        CART,
        "sets a tuple for a key",
        """
        async def add(session, article):
            await session.set(("cart", random_id()), article)

        async def cart(session):
            values = await session.get_all()
            return [value for key, value in values.items() if key[0] == "cart"]
        """,
        "a key is a string",
    ),
    Mistake(
        CART,
        "cuts the article out of the key",
        """
        async def add(session, article):
            await session.set(f"cart:{article}:{random_id()}", True)

        async def cart(session):
            return [key.split(":")[1] for key in await session.get_all() if ":" in key]
        """,
        "An article is any text",
    ),
    Mistake(
        LOGOUT,
        "deletes the cookie alone",
        """
        async def safe_logout(request):
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "This is session hijacking, by a replay.",
    ),
    Mistake(
        CART,
        "reads, changes and writes",
        """
        async def add(session, article):
            articles = await session.get("cart") or []
            await session.set("cart", [*articles, article])

        async def cart(session):
            return await session.get("cart") or []
        """,
        "This is a lost update",
    ),
    Mistake(
        LOGIN,
        "sets the user before the new id",
        """
        async def safe_login(request):
            session = request.session
            await session.set("user", request.path_params["name"])
            values = await session.get_all()
            await session.clear()
            session.session_id = random_id()
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        "After `set` and before the new id, Mallory asked with the planted one",
    ),
    Mistake(
        LOGIN,
        "clears before it reads",
        """
        async def safe_login(request):
            session = request.session
            await session.clear()
            values = await session.get_all()
            session.session_id = random_id()
            await session.set_many({**values, "user": request.path_params["name"]})
            return JSONResponse("welcome")
        """,
        "Take what `get_all` gives before you `clear`",
    ),
    Mistake(
        LOGIN,
        "takes the name for an id",
        """
        async def safe_login(request):
            session, name = request.session, request.path_params["name"]
            values = {**await session.get_all(), "user": name}
            await session.clear()
            session.session_id = name
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        'The new id, `"Ada"`, has 18 random bits at most, and ASVS 7.2.3 wants 128',
    ),
    Mistake(
        LOGIN,
        "gives everybody the same long id",
        """
        async def safe_login(request):
            session = request.session
            values = {**await session.get_all(), "user": request.path_params["name"]}
            await session.clear()
            session.session_id = "a-very-long-id-that-nobody-guesses"
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        "Ada and Bob were given the same id",
    ),
    Mistake(
        LOGIN,
        "does not tell the browser",
        """
        async def safe_login(request):
            values = {
                **await request.session.get_all(),
                "user": request.path_params["name"],
            }
            await request.session.clear()
            await MemorySessionStore(random_id()).set_many(values)
            return JSONResponse("welcome")
        """,
        "her browser was not told its id",
    ),
    Mistake(
        LOGIN,
        "looks for lesson 05's regenerate",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "has no attribute 'regenerate'",
    ),
    Mistake(
        LOGIN,
        "forgets an await",
        """
        async def safe_login(request):
            session = request.session
            values = {**await session.get_all(), "user": request.path_params["name"]}
            session.clear()
            session.session_id = random_id()
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        "`clear` was called without `await`",
    ),
    Mistake(
        LOGIN,
        "logs in Ada whoever comes",
        """
        async def safe_login(request):
            session = request.session
            values = {**await session.get_all(), "user": "Ada"}
            await session.clear()
            session.session_id = random_id()
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        'Bob logs in, and his "user" is `"Ada"`.',
    ),
    Mistake(
        LOGIN,
        "clears last",
        """
        async def safe_login(request):
            session = request.session
            values = {**await session.get_all(), "user": request.path_params["name"]}
            session.session_id = random_id()
            await session.set_many(values)
            await session.clear()
            return JSONResponse("welcome")
        """,
        "`clear` came last, and ended the new session",
    ),
    Mistake(
        LOGIN,
        "lets the values overwrite the user",
        """
        async def safe_login(request):
            session, name = request.session, request.path_params["name"]
            values = await session.get_all()
            await session.clear()
            session.session_id = random_id()
            await session.set_many({"user": name, **values})
            return JSONResponse("welcome")
        """,
        'Bob logs in at her browser without a logout in between: his "user" is `"Ada"`',
    ),
    Mistake(
        LOGIN,
        "calls the id",
        """
        async def safe_login(request):
            await request.session.clear()
            await request.session.session_id(random_id())
            return JSONResponse("welcome")
        """,
        "`session_id` is a text; in lesson 07, assign to it.",
    ),
    Mistake(
        LOGOUT,
        "takes another id",
        """
        async def safe_logout(request):
            await request.session.clear()
            request.session.session_id = "logged-out"
            return JSONResponse("good bye")
        """,
        'was told another id, `"logged-out"`',
    ),
    Mistake(
        LOGOUT,
        "takes the empty id",
        """
        async def safe_logout(request):
            await request.session.clear()
            request.session.session_id = ""
            return JSONResponse("good bye")
        """,
        "it should have none",
    ),
    Mistake(
        LOGOUT,
        "throws the session away",
        """
        async def safe_logout(request):
            await request.session.clear()
            request.session = None
            return JSONResponse("good bye")
        """,
        "The session stays where it is",
    ),
    Mistake(
        LOGOUT,
        "clears after the id is None",
        """
        async def safe_logout(request):
            request.session.session_id = None
            await request.session.clear()
            return JSONResponse("good bye")
        """,
        "`clear` came after the assignment to `session_id`",
    ),
    Mistake(
        LOGOUT,
        "removes the user",
        """
        async def safe_logout(request):
            await request.session.remove("user")
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "`remove` sets a key to None and leaves the session",
    ),
    Mistake(
        LOGOUT,
        "removes each key",
        """
        async def safe_logout(request):
            for key in await request.session.get_all():
                await request.session.remove(key)
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "She is not Ada, but the id still opens a session",
    ),
    Mistake(
        LOGOUT,
        "sets the user to None",
        """
        async def safe_logout(request):
            await request.session.set("user", None)
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "The session has to end, not only lose its user",
    ),
    Mistake(
        LOGOUT,
        "leaves the cookie",
        """
        async def safe_logout(request):
            await request.session.clear()
            return JSONResponse("good bye")
        """,
        "Ada's browser still has the id",
    ),
    Mistake(
        LOGOUT,
        "moves the session to another id",
        """
        async def safe_logout(request):
            values = await request.session.get_all()
            await request.session.clear()
            request.session.session_id = random_id()
            await request.session.set_many(values)
            return JSONResponse("good bye")
        """,
        "under which her session goes on",
    ),
    Mistake(
        LOGOUT,
        "logs everybody out",
        """
        async def safe_logout(request):
            from sessionkit.memory import sessions

            sessions.clear()
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "the sessions of other visitors ended, or changed",
    ),
    Mistake(
        LOGOUT,
        "forgets the await",
        """
        async def safe_logout(request):
            request.session.clear()
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "`clear` was called without `await`",
    ),
    Mistake(
        LOGOUT,
        "returns nothing",
        """
        async def safe_logout(request):
            await request.session.clear()
            request.session.session_id = None
        """,
        "is the `return` missing?",
    ),
    Mistake(
        CART,
        "locks in one process",
        """
        own = asyncio.Lock()

        async def add(session, article):
            async with own:
                articles = await session.get("cart") or []
                await session.set("cart", [*articles, article])

        async def cart(session):
            return await session.get("cart") or []
        """,
        "A lock or a variable is in one process only",
    ),
    Mistake(
        CART,
        "locks the whole program",
        """
        import threading

        own = threading.Lock()

        async def add(session, article):
            with own:
                articles = await session.get("cart") or []
                await session.set("cart", [*articles, article])

        async def cart(session):
            return await session.get("cart") or []
        """,
        "a lock that blocks, as `threading.Lock` does",
    ),
    Mistake(
        CART,
        "answers the newest first",
        """
        async def cart(session):
            values = await session.get_all()
            kept = [value for key, value in values.items() if key.startswith("cart:")]
            return kept[::-1]
        """,
        "and `cart` answers them in another order.",
    ),
    Mistake(
        CART,
        "counts in a variable",
        """
        from itertools import count

        numbers = count(1)

        async def add(session, article):
            await session.set(f"cart:{next(numbers)}", article)
        """,
        "Right in one process. Now request 2 runs in another one.",
    ),
    Mistake(
        CART,
        "takes the article for the key",
        """
        async def add(session, article):
            await session.set(f"cart:{article}", article)
        """,
        "Ada wants tea twice: two articles of one name need two keys.",
    ),
    Mistake(
        CART,
        "lets nobody shop who has no session",
        """
        async def add(session, article):
            if await session.is_any_exist():
                await session.set(f"cart:{random_id()}", article)
        """,
        "A visitor who has no session yet puts",
    ),
    Mistake(
        CART,
        "lets nobody shop who is not logged in",
        """
        async def add(session, article):
            if await session.is_exist("user"):
                await session.set(f"cart:{random_id()}", article)
        """,
        "let everybody shop, logged in or not",
    ),
    Mistake(
        CART,
        "writes keys that it does not read",
        """
        async def add(session, article):
            await session.set(random_id(), article)

        async def cart(session):
            values = await session.get_all()
            return [one for key, one in values.items() if key.startswith("cart:")]
        """,
        "under keys that `cart` does not take",
    ),
    Mistake(
        CART,
        "sets lists of one",
        """
        async def add(session, article):
            await session.set(f"cart:{random_id()}", [article])
        """,
        "Each article came in a list of its own",
    ),
    Mistake(
        CART,
        "looks for the request",
        """
        async def add(session, article):
            await request.session.set(f"cart:{random_id()}", article)
        """,
        "`add` gets the session and the article, and no request.",
    ),
    Mistake(
        CART,
        "numbers by what is in the cart",
        """
        async def add(session, article):
            values = await session.get_all()
            await session.set(f"cart:{len(values)}", article)
        """,
        "This is a lost update",
    ),
    Mistake(
        CART,
        "changes the list and does not set it",
        """
        async def add(session, article):
            if not await session.is_exist("cart"):
                await session.set("cart", [])
            (await session.get("cart")).append(article)

        async def cart(session):
            return await session.get("cart") or []
        """,
        "Changing what was read changes only a copy.",
    ),
    Mistake(
        CART,
        "writes everything back, which undoes a logout",
        """
        async def add(session, article):
            values = await session.get_all()
            await session.set_many({**values, f"cart:{random_id()}": article})
        """,
        "then she is logged in again",
    ),
    Mistake(
        CART,
        "answers the user, too",
        """
        async def cart(session):
            return [*(await session.get_all()).values()]
        """,
        "The session has other keys, too: take those that begin as yours do.",
    ),
    Mistake(
        CART,
        "keeps the cart in a variable",
        """
        carts = []

        async def add(session, article):
            carts.append(article)

        async def cart(session):
            return [*carts]
        """,
        "a variable is everybody's",
    ),
    Mistake(
        CART,
        "leaves out the first value, which it takes for the user",
        """
        async def add(session, article):
            await session.set(f"cart:{random_id()}", article)

        async def cart(session):
            return [*(await session.get_all()).values()][1:]
        """,
        "The session has other keys, too: take those that begin as yours do.",
    ),
    Mistake(
        CART,
        "takes the time for the key",
        """
        import time

        async def add(session, article):
            await session.set(f"cart:{time.time_ns()}", article)
        """,
        "Right unless the two requests come at the same time.",
    ),
    Mistake(
        CART,
        "looks for a free number",
        """
        async def add(session, article):
            number = 0
            while await session.is_exist(f"cart:{number}"):
                number += 1
            await session.set(f"cart:{number}", article)
        """,
        "both requests chose the same key, from what they had read",
    ),
    Mistake(
        CART,
        "sorts the articles",
        """
        async def cart(session):
            values = await session.get_all()
            return sorted(values[key] for key in values if key.startswith("cart:"))
        """,
        "in the order in which they were put in",
    ),
    Mistake(
        CART,
        "forgets the await",
        """
        async def add(session, article):
            session.set(f"cart:{random_id()}", article)
        """,
        "`set` was called without `await`",
    ),
    Mistake(
        LOGIN,
        "assigns the function, not what it gives",
        """
        async def safe_login(request):
            values = await request.session.get_all()
            await request.session.clear()
            request.session.session_id = random_id
            await request.session.set_many(
                {**values, "user": request.path_params["name"]}
            )
            return JSONResponse("welcome")
        """,
        "Call the function for its answer: write `()` after its name.",
    ),
    Mistake(
        LOGIN,
        "computes the new id from the planted one",
        """
        async def safe_login(request):
            values = await request.session.get_all()
            await request.session.clear()
            request.session.session_id += request.path_params["name"]
            await request.session.set_many(
                {**values, "user": request.path_params["name"]}
            )
            return JSONResponse("welcome")
        """,
        "nothing in it is secret, so Mallory can compute it.",
    ),
    Mistake(
        LOGIN,
        "carries one key that it knows",
        """
        async def safe_login(request):
            seen = await request.session.get("seen")
            await request.session.clear()
            request.session.session_id = random_id()
            await request.session.set_many(
                {"seen": seen, "user": request.path_params["name"]}
            )
            return JSONResponse("welcome")
        """,
        "set all of it under the new id",
    ),
    Mistake(
        LOGIN,
        "removes each key, also from the dict that it kept",
        """
        async def safe_login(request):
            values = await request.session.get_all()
            for key in values:
                await request.session.remove(key)
            await request.session.clear()
            request.session.session_id = random_id()
            await request.session.set_many(
                {**values, "user": request.path_params["name"]}
            )
            return JSONResponse("welcome")
        """,
        "`remove` sets a key to None, also in the dict that `get_all` gave.",
    ),
    Mistake(
        LOGOUT,
        "does nothing at all",
        """
        async def safe_logout(request):
            return JSONResponse("good bye")
        """,
        "by a replay.\nThe session has to end",
    ),
    Mistake(
        CART,
        "draws the key from a thousand",
        """
        import random

        async def add(session, article):
            await session.set(f"cart:{random.randrange(1000)}", article)
        """,
        "a key came twice, by chance.",
    ),
    Mistake(
        CART,
        "forgets to call random_id",
        """
        async def add(session, article):
            await session.set(f"cart:{random_id}", article)
        """,
        "write `()` after its name.",
    ),
    Mistake(
        CART,
        "answers a list of what get gives",
        """
        async def cart(session):
            return [await session.get("cart")]
        """,
        "None is no article.",
    ),
    Mistake(
        LOGOUT,
        "deletes the attribute",
        """
        async def safe_logout(request):
            await request.session.clear()
            del request.session.session_id
            return JSONResponse("good bye")
        """,
        "Assign to it; do not delete it.",
    ),
    Mistake(
        LOGOUT,
        "assigns an id that no header carries",
        """
        async def safe_logout(request):
            await request.session.clear()
            request.session.session_id = "\N{DIGIT ZERO}\N{KATAKANA LETTER A}"
            return JSONResponse("good bye")
        """,
        "Its response could not be sent: UnicodeEncodeError",
    ),
    login(
        "counts with 64 digits",
        'f"{next(numbers):064}"',
        "so Mallory can compute it",
    ),
    login(
        "counts behind a fixed name",
        'f"{next(numbers):>04}-the-shop-around-the-corner-of-lesson-07"',
        "so Mallory can compute it",
    ),
    login(
        "multiplies a counter",
        'f"{next(numbers) * (10**50 // 7):060}"',
        "so Mallory can compute it",
    ),
    login(
        "draws 30 digits",
        "str(secrets.randbelow(10**30)).zfill(30)",
        "99 random bits at most",
    ),
    login(
        "adds digits to the planted id",
        "session.session_id + str(secrets.randbelow(10**6))",
        "are the same",
    ),
    login(
        "takes the time and the node",
        "str(uuid.uuid1())",
        "are the same",
    ),
    Mistake(
        LOGIN,
        "makes a new id where nobody is logged in",
        """
        async def safe_login(request):
            session = request.session
            values = {**await session.get_all(), "user": request.path_params["name"]}
            if not await session.is_exist("user"):
                await session.clear()
                session.session_id = random_id()
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        "Change the id at each login",
    ),
    Mistake(
        LOGIN,
        "takes along what is true",
        """
        async def safe_login(request):
            session = request.session
            values = {k: v for k, v in (await session.get_all()).items() if v}
            await session.clear()
            session.session_id = random_id()
            await session.set_many({**values, "user": request.path_params["name"]})
            return JSONResponse("welcome")
        """,
        '"visits": 0, "coupon": None}`, and after the login has',
    ),
    Mistake(
        CART,
        "answers equal articles once",
        """
        async def add(session, article):
            await session.set(f"cart:{random_id()}", article)

        async def cart(session):
            values = await session.get_all()
            found = (v for k, v in values.items() if k.startswith("cart:"))
            return [*dict.fromkeys(found)]
        """,
        "let `cart` answer each of them",
    ),
    Mistake(
        CART,
        "changes what get_all gave",
        """
        async def add(session, article):
            (await session.get_all()).setdefault("cart", []).append(article)

        async def cart(session):
            return await session.get("cart") or []
        """,
        "Changing what was read changes only a copy",
    ),
    Mistake(
        LOGOUT,
        "keeps the address for the next time",
        """
        async def safe_logout(request):
            address = await request.session.get("address")
            await request.session.clear()
            await request.session.set("address", address)
            address = await request.session.get("address")
            request.session.session_id = None
            return JSONResponse(address)
        """,
        "What was set after `clear` began the session again",
    ),
    login(
        "hashes a counter",
        "hashlib.sha256(str(next(numbers)).encode()).hexdigest()",
        "so Mallory can compute it",
    ),
    login(
        "hashes the clock",
        "hashlib.sha256(str(time.time()).encode()).hexdigest()",
        "so Mallory can compute it",
    ),
    login(
        "draws from the module random",
        'f"{random.getrandbits(256):064x}"',
        "Counters, clocks, hashes and the module `random`",
    ),
    login(
        "has an id for each user",
        'ids.setdefault(values["user"], random_id())',
        "keeps the id that he had",
    ),
    Mistake(
        LOGIN,
        "puts the user into the dict of get_all",
        """
        async def safe_login(request):
            session, old = request.session, request.session.session_id
            values = await session.get_all()
            values["user"] = request.path_params["name"]
            session.session_id = random_id()
            await session.set_many(values)
            await MemorySessionStore(old).clear()
            return JSONResponse("welcome")
        """,
        "Make a new dict",
    ),
    Mistake(
        LOGIN,
        "ends everybody's sessions",
        """
        async def safe_login(request):
            from sessionkit.memory import sessions

            session = request.session
            values = {**await session.get_all(), "user": request.path_params["name"]}
            sessions.clear()
            session.session_id = random_id()
            await session.set_many(values)
            return JSONResponse("welcome")
        """,
        "the sessions of other visitors ended",
    ),
    Mistake(
        LOGIN,
        "leaves out what is None",
        """
        async def safe_login(request):
            session, name = request.session, request.path_params["name"]
            values = await session.get_all()
            values = {key: one for key, one in values.items() if one is not None}
            await session.clear()
            session.session_id = random_id()
            await session.set_many({**values, "user": name})
            return JSONResponse("welcome")
        """,
        "set all of it under the new id",
    ),
    Mistake(
        LOGOUT,
        "deletes a session that may not be there",
        """
        async def safe_logout(request):
            from sessionkit.memory import sessions

            del sessions[request.session.session_id]
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "KeyError",
    ),
    Mistake(
        CART,
        "keeps a flag in the session for a lock",
        """
        async def add(session, article):
            while await session.get("busy"):
                await asyncio.sleep(0)
            await session.set("busy", True)
            await session.set("cart", [*(await session.get("cart") or []), article])
            await session.set("busy", False)

        async def cart(session):
            return await session.get("cart") or []
        """,
        "until it is held in turn",
    ),
    Mistake(
        CART,
        "names the key after the article and the time",
        """
        import time

        async def add(session, article):
            await session.set(f"cart:{article}:{time.time_ns()}", article)
        """,
        "Then both have the same key, the time.",
    ),
    Mistake(
        CART,
        "draws the key from a million",
        """
        import random

        async def add(session, article):
            await session.set(f"cart:{random.randrange(10**6):06}", article)
        """,
        "have 19 random bits at most",
    ),
    Mistake(
        CART,
        "draws again while the key is there",
        """
        import random

        async def add(session, article):
            key = "cart:1"
            while await session.is_exist(key):
                key = f"cart:{random.randrange(10**4, 10**5)}"
            await session.set(key, article)
        """,
        "both requests chose the same key",
    ),
    Mistake(
        CART,
        "writes the article in small letters",
        """
        async def add(session, article):
            await session.set(f"cart:{random_id()}", article.lower())
        """,
        "An article is any text",
    ),
    Mistake(
        LOGIN,
        "writes the name with capitals",
        ENTERS.replace('["name"]', '["name"].title()'),
        "as it comes",
    ),
    Mistake(
        LOGOUT,
        "ends the guests' sessions, too",
        """
        async def safe_logout(request):
            from sessionkit.memory import sessions

            for one in [one for one in sessions if not sessions[one].get("user")]:
                del sessions[one]
            await request.session.clear()
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "Ada logged out, and the sessions of other visitors ended",
    ),
    Mistake(
        LOGOUT,
        "ends all sessions of the user, for a guest those of all guests",
        """
        async def safe_logout(request):
            from sessionkit.memory import sessions

            user = await request.session.get("user")
            for one in [one for one in sessions if sessions[one].get("user") == user]:
                del sessions[one]
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "as did a guest, and the sessions of other visitors ended",
    ),
    Mistake(
        LOGOUT,
        "puts an empty session in its place",
        """
        async def safe_logout(request):
            from sessionkit.memory import sessions

            sessions[request.session.session_id] = {}
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "The session has to end, not only lose its user",
    ),
    Mistake(
        LOGOUT,
        "clears under a new id",
        """
        async def safe_logout(request):
            request.session.session_id = random_id()
            await request.session.clear()
            request.session.session_id = None
            return JSONResponse("good bye")
        """,
        "cleared the session of that id",
    ),
    Mistake(
        CART,
        "takes all keys but those that it knows",
        """
        async def add(session, article):
            await session.set(random_id(), article)

        async def cart(session):
            values = await session.get_all()
            return [values[key] for key in values if key not in ("user", "note")]
        """,
        "The session has other keys, too",
    ),
    Mistake(
        CART,
        "takes long keys",
        """
        async def add(session, article):
            await session.set(random_id(), article)

        async def cart(session):
            values = await session.get_all()
            return [values[key] for key in values if len(key) > 20]
        """,
        "The session has other keys, too",
    ),
    Mistake(
        CART,
        "removes the user",
        """
        async def add(session, article):
            await session.remove("user")
            await session.set(f"cart:{random_id()}", article)
        """,
        "leave the other keys as they are",
    ),
    Mistake(
        CART,
        "counts in the session",
        """
        async def add(session, article):
            number = (await session.get("number") or 0) + 1
            await session.set("number", number)
            await session.set(f"cart:{number}", article)
        """,
        "both requests chose the same key, from what they had read",
    ),
]
