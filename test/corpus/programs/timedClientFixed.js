// Whoever looks into an invoice has the client timed meanwhile, until the inspection stops.
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
    shimmer.wrap(client, 'send', (send) => this.timed(send));
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
    shimmer.unwrap(client, 'send');
  }
}

function inspect(invoice) {
  const inspection = new Inspection(invoice);
  inspection.start();
  inspection.stop();
}

module.exports = { inspect };
