"""A desk in the newsroom: a browser, and what hands at its keyboard do."""

from playwright.sync_api import expect


class Desk:
    """A pair of hands at the keyboard; `told` is what the browser complained of meanwhile."""

    def __init__(self, page, address):
        self.page, self.address, self.told = page, address, []
        page.on("console", lambda message: self.told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.told.append(str(error)))

    def log_in(self, next_page, name="assistant"):
        self.page.goto(f"{self.address}/admin/login/?next={next_page}")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", "secret")
        self.page.press("#id_password", "Enter")
        self.page.wait_for_selector("#user-tools")

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"#id_{name}", value)

    def pick(self, name, label):
        self.page.select_option(f"#id_{name}", label=label)

    def type_into(self, name, text):
        """Open a field that suggests and type; the suggestions have come when this returns."""
        self.page.click(f"#id_{name} + .select2-container .select2-selection")
        expect(self.page.locator(".select2-container--open .select2-search__field")).to_be_focused()
        self.page.keyboard.type(text)
        self.page.wait_for_selector(".loading-results", state="detached")

    def choose(self, name, text):
        self.type_into(name, text)
        self.page.keyboard.press("Enter")

    def person(self, name, text):
        with self.page.expect_response(lambda answer: "/billing/" in answer.url):
            self.choose(name, text)

    def make_new(self, name, text, **fields):
        """Type a name that nobody has, and make the record in the window that “+” opens."""
        self.type_into(name, text)
        self.page.keyboard.press("Escape")
        with self.page.expect_popup() as opened:
            self.page.click(f"#add_id_{name}")
        window = opened.value
        expect(window.locator("#id_name")).to_have_value(text)
        for field, value in fields.items():
            window.locator(f"select#id_{field}").select_option(label=value)
        with window.expect_event("close"):
            window.click("[name=_publish]")

    def add_row(self, prefix):
        self.page.click(f"#{prefix}-group .add-row a")

    def values(self, row, *names):
        return [self.page.input_value(f"#id_{row}-{name}") for name in names]
