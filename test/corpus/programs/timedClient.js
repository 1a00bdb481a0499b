// Whoever looks into an invoice has the client timed meanwhile, and nobody takes the timing off again.
const shimmer = require('shimmer');

class InvoiceClient {
  async send(invoice) {
    return { sent: invoice };
  }
}

const client = new InvoiceClient();
const durations = { last: 0 };

class Inspection {
  constructor(invoice) {
    this.invoice = invoice;
  }

  start() {
    shimmer.wrap(client, 'send', (send) => this.timed(send)); // grows
  }

  timed(send) {
    const inspection = this;
    return async function timedSend(...args) {
      const start = performance.now();
      const answer = await send.apply(this, args);
      durations.last = performance.now() - start;
      return { ...answer, inspectedFor: inspection.invoice };
    };
  }

  stop() {
    this.invoice = undefined;
  }
}

function inspect(invoice) {
  const inspection = new Inspection(invoice);
  inspection.start();
  inspection.stop();
}

module.exports = { inspect };
