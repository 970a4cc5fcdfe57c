// Show a chosen picture before it is sent. It is drawn, because the page's policy allows no picture from elsewhere.
'use strict';
{
    const draw = async file => {
        const picture = await createImageBitmap(file, {resizeWidth: 320, resizeQuality: 'medium'});
        const canvas = Object.assign(document.createElement('canvas'), {width: picture.width, height: picture.height});
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', 'The picture that was chosen');
        canvas.getContext('2d').drawImage(picture, 0, 0);
        return canvas;
    };

    document.addEventListener('change', async event => {
        const box = event.target.type === 'file' && event.target.closest('.picture-input');
        const file = box && event.target.files[0];
        if (box) {
            box.querySelector('canvas')?.remove();
        }
        if (file) {
            // What is not a picture is not shown; the form says so when it is sent.
            await draw(file).then(canvas => box.prepend(canvas), () => {});
        }
    });
}
