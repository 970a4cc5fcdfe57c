"""What only a browser can tell about the house."""


def test_the_newsroom_opens_in_its_own_styles_without_a_violation_of_its_policy(live_server, page):
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{live_server.url}/admin/login/")
    assert page.locator("body.login").evaluate("body => getComputedStyle(body).fontSize") == "14px"
    assert [text for text in told if "Content Security Policy" in text] == []
