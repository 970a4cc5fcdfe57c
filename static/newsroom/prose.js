// The rich text editor: its name for a screen reader, and the repair of what is pasted from Word.
// Word writes lists as paragraphs that begin with “·” or “1.”; before the editor reads such a paste, they become lists.
'use strict';
{
    const ODD = /mso-list|MsoListParagraph|<h[156][\s>]/i;
    const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
    const NUMBERED = /^[\s\u00a0]*\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i;
    const BARE = /^[\s\u00a0]*(?:[·•▪◦§]|\(?\d+[.)])[\s\u00a0]+/;

    const levelOf = paragraph => {
        const found = LEVEL.exec(paragraph.getAttribute('style') || '');
        return found ? Number(found[1]) : Number(/MsoListParagraph/.test(paragraph.className));
    };

    // The mark stands in a span that Word tells others to ignore, or, in some versions, bare at the start of the text.
    const takeMark = paragraph => {
        let mark = '';
        for (const span of paragraph.querySelectorAll('span[style*="mso-list"]')) {
            mark += span.textContent;
            span.remove();
        }
        const first = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
        const bare = !mark && first && BARE.exec(first.data);
        if (bare) {
            first.data = first.data.slice(bare[0].length);
        }
        return mark || bare?.[0] || '';
    };

    const wrap = (page, paragraph) => {
        const item = page.createElement('li');
        const text = page.createElement('p');
        text.append(...paragraph.childNodes);
        item.append(text);
        return item;
    };

    // A report's page has one heading of the first level, its title; reports themselves use the second to the fourth.
    const fitHeadings = page => {
        for (const heading of page.querySelectorAll('h1, h5, h6')) {
            const fitted = page.createElement(heading.localName === 'h1' ? 'h2' : 'h4');
            fitted.append(...heading.childNodes);
            heading.replaceWith(fitted);
        }
    };

    const repair = html => {
        // Word for the web and for the desktop hide the marks between conditional comments.
        const page = new DOMParser().parseFromString(html.replace(/<!(?:--)?\[(?:if[^\]]*|endif)\](?:--)?>/gi, ''), 'text/html');
        fitHeadings(page);
        let open = [];
        for (const paragraph of [...page.querySelectorAll('p')]) {
            const level = levelOf(paragraph);
            if (!level || paragraph.previousElementSibling !== open[0]) {
                open = [];
            }
            if (!level) {
                continue;
            }
            const kind = NUMBERED.test(takeMark(paragraph)) ? 'ol' : 'ul';
            open = open.slice(0, level);
            if (open.length === level && open[level - 1].localName !== kind) {
                open.pop();
            }
            if (open.length < level) {
                const list = page.createElement(kind);
                const parent = open[open.length - 1];
                parent ? parent.lastElementChild.append(list) : paragraph.before(list);
                open.push(list);
            }
            open[open.length - 1].append(wrap(page, paragraph));
            paragraph.remove();
        }
        return page.body.innerHTML;
    };

    document.addEventListener('prose-editor:ready', ({detail, target}) => {
        const label = document.querySelector(`label[for="${target.id}"]`)?.textContent.replace(/:$/, '') || 'Text';
        detail.editor.view.dom.setAttribute('aria-label', label);
    });

    document.addEventListener('paste', event => {
        const html = event.clipboardData?.getData('text/html') || '';
        if (event.repaired || !ODD.test(html) || !event.target.closest?.('.tiptap')) {
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const clean = new DataTransfer();
        clean.setData('text/html', repair(html));
        clean.setData('text/plain', event.clipboardData.getData('text/plain'));
        const again = new ClipboardEvent('paste', {clipboardData: clean, bubbles: true, cancelable: true});
        again.repaired = true;
        event.target.dispatchEvent(again);
    }, true);
}
