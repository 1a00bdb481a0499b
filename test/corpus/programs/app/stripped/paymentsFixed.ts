// Each failure names what the bank said as its cause.
type Amount = number & { readonly unit?: 'cent' };

class PaymentError extends Error {
  readonly amount: Amount;

  constructor(message: string, amount: Amount, cause: unknown) {
    super(message, { cause });
    this.name = 'PaymentError';
    this.amount = amount;
  }
}

abstract class Bank {
  protected lastFailure: PaymentError | undefined;
  abstract transfer(amount: Amount): Promise<string>;

  get health(): string {
    return this.lastFailure === undefined ? 'good' : this.lastFailure.message;
  }
}

class BusyBank extends Bank {
  async transfer(amount: Amount): Promise<string> {
    if (amount % 2 === 0) return `paid ${amount}`;
    const failure = new PaymentError(`busy at ${amount}`, amount, `limit ${amount}`);
    this.lastFailure = failure;
    throw failure;
  }
}

const bank: Bank = new BusyBank();

export async function pay(amount: Amount): Promise<string> {
  try {
    return await bank.transfer(amount);
  } catch (error) {
    return error instanceof PaymentError ? bank.health : 'unknown';
  }
}
