// What our card step calls of Stripe.js, and no more: elements, the Payment Element, confirmPayment.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  window.Stripe = (key, options = {}) => ({
    elements: ({ clientSecret }) => {
      let frame = null;
      const heard = {};
      addEventListener("message", (event) => {
        if (frame && event.source === frame.contentWindow) {
          const { name, detail } = event.data;
          (heard[name] || []).forEach((listener) => listener(detail));
        }
      });
      return {
        create: () => ({
          mount: (place) => {
            frame = document.createElement("iframe");
            frame.title = "Secure payment input frame";
            frame.height = "170";
            frame.width = "100%";
            frame.src = `${origin}/v3/element`;
            (typeof place === "string" ? document.querySelector(place) : place).append(frame);
          },
          on: (name, listener) => { (heard[name] ||= []).push(listener); },
        }),
        submit: async () => ({}),
        ask: () => new Promise((resolve) => {
          heard.answer = [resolve];
          const id = clientSecret.split("_secret_")[0];
          frame.contentWindow.postMessage({ key, id, account: options.stripeAccount || "" }, origin);
        }),
      };
    },
    confirmPayment: async ({ elements, confirmParams }) => {
      const answer = await elements.ask();
      if (!answer.error) location.assign(confirmParams.return_url);
      return answer;
    },
  });
})();
