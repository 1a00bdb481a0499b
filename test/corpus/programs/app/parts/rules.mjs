export class Discount {
  constructor(percent) {
    this.percent = percent;
  }

  apply(price) {
    return price - (price * this.percent) / 100;
  }
}

export const discounts = [new Discount(5), new Discount(10), new Discount(20)];
