/** The same server under its other name is another site. */
const frame = document.createElement('iframe');
frame.allow = 'microphone; autoplay';
frame.src = `http://localhost:${location.port}/frame.html`;
document.body.append(frame);
