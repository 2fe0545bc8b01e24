"""Mistakes of lesson 05, use a session store in a web application."""

from tests.notebooks.mistakes import Mistake

LOGIN = "login-write"
CART = "cart-write"

MISTAKES = [
    Mistake(
        LOGIN,
        "keeps the id",
        """
        async def safe_login(request):
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "session fixation",
    ),
    Mistake(
        LOGIN,
        "looks for the name in the query",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.query_params["name"])
            return JSONResponse("welcome")
        """,
        "read it from `request.path_params`",
    ),
    Mistake(
        LOGIN,
        "takes a dict for an object",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params.name)
            return JSONResponse("welcome")
        """,
        "A dict is read with brackets",
    ),
    Mistake(
        CART,
        "begins with a dict",
        """
        async def add(request):
            cart = await request.session.get("cart") or {}
            cart.append(request.path_params["article"])
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "A dict has no `append`, and a cart is a list",
    ),
    Mistake(
        CART,
        "adds a text to a list",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = cart + request.path_params["article"]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "You cannot add a string to a list",
    ),
    Mistake(
        LOGIN,
        "clears in place of regenerating",
        """
        async def safe_login(request):
            await request.session.clear()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`clear` forgets everything; `regenerate` changes the id",
    ),
    Mistake(
        LOGIN,
        "regenerates too late",
        """
        async def safe_login(request):
            await request.session.set("user", request.path_params["name"])
            await request.session.regenerate()
            return JSONResponse("welcome")
        """,
        "After `set` and before the id changed, Mallory asked with the old id",
    ),
    Mistake(
        LOGIN,
        "forgets an await",
        """
        async def safe_login(request):
            request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`regenerate` was called without `await`",
    ),
    Mistake(
        LOGIN,
        "forgets the parentheses",
        """
        async def safe_login(request):
            await request.session.regenerate
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "called with parentheses: write `()` after its name",
    ),
    Mistake(
        LOGIN,
        "takes what regenerate answers",
        """
        async def safe_login(request):
            new = await request.session.regenerate()
            await new.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "as do the methods that write: go on with `request.session`",
    ),
    Mistake(
        LOGIN,
        "returns nothing",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
        """,
        "is the `return` missing?",
    ),
    Mistake(
        LOGIN,
        "assigns an id",
        """
        async def safe_login(request):
            request.session.session_id = "another"
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "SessionError: a visitor's session chooses its id itself; "
        "`await request.session.regenerate()` gives it a new one "
        "(line 2, in safe_login",
    ),
    Mistake(
        LOGIN,
        "chooses the new id",
        """
        async def safe_login(request):
            await request.session.regenerate("another")
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`regenerate` takes nothing",
    ),
    Mistake(
        LOGIN,
        "answers with nothing in it",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse()
        """,
        "`JSONResponse` takes what the visitor gets",
    ),
    Mistake(
        LOGIN,
        "logs in Ada whoever comes",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", "Ada")
            return JSONResponse("welcome")
        """,
        'Bob logs in, and his "user" is `"Ada"`.',
    ),
    Mistake(
        LOGIN,
        "sets another key",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("name", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        'Set the key "user"',
    ),
    Mistake(
        LOGIN,
        "reads a parameter that the path has not",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["user"])
            return JSONResponse("welcome")
        """,
        'This path has one parameter: "name".',
    ),
    Mistake(
        CART,
        "appends and does not set",
        """
        async def add(request):
            cart = await request.session.get("cart")
            if cart is None:
                cart = []
                await request.session.set("cart", cart)
            cart.append(request.path_params["article"])
            return JSONResponse(cart)
        """,
        "You changed the cart and did not `set` it afterwards",
    ),
    Mistake(
        CART,
        "sets the first time alone",
        """
        async def add(request):
            cart = await request.session.get("cart")
            if cart is None:
                cart = [request.path_params["article"]]
                await request.session.set("cart", cart)
            else:
                cart.append(request.path_params["article"])
            return JSONResponse(cart)
        """,
        "wrong with a store that hands out copies",
    ),
    Mistake(
        CART,
        "begins with None",
        """
        async def add(request):
            cart = await request.session.get("cart")
            cart.append(request.path_params["article"])
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        '(line 3, in add: cart.append(request.path_params["article"]))\n'
        "`get` answers None for a key that is not there",
    ),
    Mistake(
        CART,
        "clears before each set",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            await request.session.clear()
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`clear` forgets everything, and would log her out",
    ),
    Mistake(
        CART,
        "sets what append answers",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = cart.append(request.path_params["article"])
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`append` changes the list and answers None",
    ),
    Mistake(
        CART,
        "adds a text to the list",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart += request.path_params["article"]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`+=` and `extend` add each letter of a string",
    ),
    Mistake(
        CART,
        "gives get a default",
        """
        async def add(request):
            cart = await request.session.get("cart", [])
            cart = [*cart, request.path_params["article"]]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`get` takes the key alone",
    ),
    Mistake(
        CART,
        "forgets what was in the cart",
        """
        async def add(request):
            cart = [request.path_params["article"]]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "What was in the cart is lost",
    ),
    Mistake(
        CART,
        "returns nothing",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            await request.session.set("cart", cart)
        """,
        "is the `return` missing?",
    ),
    Mistake(
        CART,
        "returns the list itself",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            await request.session.set("cart", cart)
            return cart
        """,
        'It returned `["tea"]`, and not a response.',
    ),
    Mistake(
        CART,
        "forgets the await of set",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`set` was called without `await`",
    ),
    Mistake(
        CART,
        "takes the session for a dict",
        """
        async def add(request):
            request.session["cart"] = [request.path_params["article"]]
            return JSONResponse(request.session["cart"])
        """,
        "The session is not a dict",
    ),
    Mistake(
        CART,
        "keeps one list for everybody",
        """
        carts = []

        async def add(request):
            carts.append(request.path_params["article"])
            await request.session.set("cart", carts)
            return JSONResponse(carts)
        """,
        "One list is shared by all visitors.",
    ),
    Mistake(
        CART,
        "takes an article once",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            if request.path_params["article"] not in cart:
                cart = [*cart, request.path_params["article"]]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "wants tea twice",
    ),
    Mistake(
        CART,
        "puts the article first",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [request.path_params["article"], *cart]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "the new article comes last",
    ),
    Mistake(
        CART,
        "appends a list",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart.append([request.path_params["article"]])
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "add the text itself",
    ),
    Mistake(
        LOGIN,
        "takes no request",
        """
        async def safe_login():
            return JSONResponse("welcome")
        """,
        "A handler is called with one argument, the request",
    ),
    Mistake(
        CART,
        "answers something else",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            await request.session.set("cart", cart)
            return JSONResponse("thank you")
        """,
        "The session is right, and you answer",
    ),
    Mistake(
        CART,
        "loops without an end",
        """
        async def add(request):
            while True:
                pass
        """,
        "look for a loop without an end",
    ),
    Mistake(
        LOGIN,
        "reads a body that is not there",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", (await request.json())["name"])
            return JSONResponse("welcome")
        """,
        "This request has no body",
    ),
    Mistake(
        LOGIN,
        "regenerates where nobody is logged in",
        """
        async def safe_login(request):
            if await request.session.get("user") is None:
                await request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "Change the id at each login",
    ),
    Mistake(
        LOGIN,
        "welcomes whoever was logged in before",
        """
        async def safe_login(request):
            await request.session.regenerate()
            if not await request.session.is_exist("user"):
                await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "The session still had the previous user",
    ),
    Mistake(
        LOGIN,
        "sets a dict",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set({"user": request.path_params["name"]})
            return JSONResponse("welcome")
        """,
        "`set` takes a key and a value",
    ),
    Mistake(
        LOGIN,
        "sets by a keyword",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set(user=request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`set` takes a key and a value",
    ),
    Mistake(
        CART,
        "takes a session for a cart",
        """
        async def add(request):
            cart = []
            if await request.session.is_any_exist():
                cart = await request.session.get("cart")
            cart.append(request.path_params["article"])
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "`get` answers None for a key that is not there",
    ),
    Mistake(
        LOGIN,
        "carries one key that it knows",
        """
        async def safe_login(request):
            seen = await request.session.get("seen")
            await request.session.clear()
            await request.session.regenerate()
            await request.session.set("seen", seen)
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`regenerate` changes the id and keeps the values",
    ),
    Mistake(
        LOGIN,
        "regenerates for another user alone",
        """
        async def safe_login(request):
            name = request.path_params["name"]
            if await request.session.get("user") != name:
                await request.session.regenerate()
            await request.session.set("user", name)
            return JSONResponse("welcome")
        """,
        "Bob is logged in, logs in once more, and keeps the id that he had",
    ),
    Mistake(
        LOGIN,
        "puts the user into the dict of get_all",
        """
        async def safe_login(request):
            values = await request.session.get_all()
            values["user"] = request.path_params["name"]
            await request.session.regenerate()
            await request.session.set_many(values)
            return JSONResponse("welcome")
        """,
        "Make a new dict",
    ),
    Mistake(
        LOGIN,
        "answers a status of an error",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome", status_code=401)
        """,
        "It answered with the status 401",
    ),
    Mistake(
        LOGIN,
        "deletes the cookie for a new id",
        """
        async def safe_login(request):
            await request.session.set("user", request.path_params["name"])
            response = JSONResponse("welcome")
            response.delete_cookie("sessionkit_session_id")
            return response
        """,
        "leave the cookie to the middleware",
    ),
    Mistake(
        CART,
        "writes the article in small letters",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"].lower()]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        'An article is `"oat milk"`: add the text itself.',
    ),
    Mistake(
        CART,
        "adds nothing to a cart that is there",
        """
        async def add(request):
            cart = await request.session.get("cart") or [request.path_params["article"]]
            await request.session.set("cart", cart)
            return JSONResponse(cart)
        """,
        "The article was not added",
    ),
    Mistake(
        LOGIN,
        "does both at once",
        """
        import asyncio

        async def safe_login(request):
            session, name = request.session, request.path_params["name"]
            await asyncio.gather(session.regenerate(), session.set("user", name))
            return JSONResponse("welcome")
        """,
        "`regenerate` and `set` were under way at once",
    ),
    Mistake(
        LOGIN,
        "begins a task and does not wait for it",
        """
        import asyncio

        async def safe_login(request):
            asyncio.create_task(request.session.regenerate())
            await request.session.set("user", request.path_params["name"])
            return JSONResponse("welcome")
        """,
        "`regenerate` and `set` were under way at once",
    ),
    Mistake(
        LOGIN,
        "writes the name with capitals",
        """
        async def safe_login(request):
            await request.session.regenerate()
            await request.session.set("user", request.path_params["name"].title())
            return JSONResponse("welcome")
        """,
        'd\'Arc logs in, and her "user" is',
    ),
    Mistake(
        LOGIN,
        "puts the user into the dict of get_all, under the new id",
        """
        async def safe_login(request):
            await request.session.regenerate()
            values = await request.session.get_all()
            values["user"] = request.path_params["name"]
            return JSONResponse("welcome")
        """,
        "what `get_all` gives then is kept nowhere",
    ),
    Mistake(
        CART,
        "counts the visits anew",
        """
        async def add(request):
            cart = await request.session.get("cart") or []
            cart = [*cart, request.path_params["article"]]
            await request.session.set_many({"cart": cart, "visits": 1})
            return JSONResponse(cart)
        """,
        "Write one key; leave the others as they are.",
    ),
]
