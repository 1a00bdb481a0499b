import mitt from 'mitt';

const bus = mitt();

export function showToast(text) {
  const toast = { text, visible: true };
  const hide = () => {
    toast.visible = false;
  };
  bus.on('navigate', hide); // grows
  return toast.text.length;
}
