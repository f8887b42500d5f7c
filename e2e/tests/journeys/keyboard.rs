//! No mouse.

use e2e::{Browser, House, PASSWORD};
use fantoccini::key::Key;

/// SYS-13, SYS-03: sign in, walk down the list, look a row over, open it, change it and save, with keys alone; the
/// focus can be seen wherever it goes.
#[tokio::test(flavor = "multi_thread")]
async fn a_morning_without_a_mouse() {
    let house = House::demo(40).await;
    let browser = Browser::desk().await;
    browser.open(&house.url("/sign-in?next=%2Fcustomers")).await;
    browser.until("the name has the focus", "return document.activeElement.name === 'login'").await;
    browser.keys("manager1").await;
    browser.tab_to("#sign-in [name=password]").await;
    browser.keys(PASSWORD).await;
    browser.key(Key::Enter).await;
    browser.arrive("/customers").await;

    // The first Tab offers to skip what is on every page.
    browser.key(Key::Tab).await;
    browser.until("the way past the navigation", "return document.activeElement.matches('a.skip')").await;
    browser.key(Key::Enter).await;
    browser
        .until("the content has the focus", "return document.activeElement.id === 'main' || location.hash === '#main'")
        .await;

    // Down the list, a look, and in.
    browser.keys("jjk").await;
    browser.see("tr.here").await;
    browser.keys("j").await;
    browser.keys(" ").await;
    browser
        .until(
            "the preview is there",
            "const p = document.querySelector('#preview'); return !p.hidden && p.innerText.trim().length > 0",
        )
        .await;
    browser.key(Key::Escape).await;
    browser.until("the preview is gone", "return document.querySelector('#preview').hidden").await;
    browser.key(Key::Enter).await;
    browser.see("main .identity").await;

    // Change and save.
    browser.keys("e").await;
    browser.leave("?").await;
    browser.see("form#customer-form").await;
    browser.tab_to("[name=hobbies]").await;
    browser.control('a').await;
    browser.keys("钓鱼").await;
    browser.key(Key::Tab).await;
    browser.control(char::from(Key::Enter)).await;
    browser.read("钓鱼").await;
    browser.see("main .identity").await;

    // Help about keys, and out.
    browser.keys("?").await;
    browser.see("dialog#shortcuts[open], dialog#help[open]").await;
    browser.key(Key::Escape).await;
    browser.until("nothing lies over the page", "return !document.querySelector('dialog[open]')").await;
    browser.tab_to("summary.top-me").await;
    browser.key(Key::Enter).await;
    browser.tab_to("form[action='/sign-out'] button").await;
    browser.key(Key::Enter).await;
    browser.arrive("/sign-in").await;
    browser.quiet().await;
}

/// SYS-13: the palette opens from anywhere, also from within a field, knows the pages, and gives the focus back.
#[tokio::test(flavor = "multi_thread")]
async fn the_palette_from_anywhere() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    browser.open(&house.url("/customers/new")).await;
    browser.until("the name has the focus", "return document.activeElement.name === 'name'").await;
    // A shortcut does not fire while somebody types.
    browser.keys("n/e").await;
    assert_eq!(browser.value("name").await, "n/e");
    assert_eq!(browser.count("dialog[open]").await, 0);
    browser.control('k').await;
    browser.see("dialog#palette[open]").await;
    browser.key(Key::Escape).await;
    browser
        .until(
            "the focus is back",
            "return !document.querySelector('dialog[open]') && document.activeElement.name === 'name'",
        )
        .await;
    browser.control('k').await;
    browser.see("dialog#palette[open]").await;
    browser.keys("车辆").await;
    browser.see("#palette-results a[href='/vehicles']").await;
    browser.until("the guess is chosen", "return document.querySelector('#palette-results [aria-selected=true]')?.getAttribute('href') === '/vehicles'").await;
    browser.key(Key::Enter).await;
    browser.arrive("/vehicles").await;
    browser.quiet().await;
}
