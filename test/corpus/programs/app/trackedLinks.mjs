// All links bear what the session is known by. Adding a parameter does not replace the one before.
class Campaign {
  constructor(name) {
    this.common = new URLSearchParams({ utm_source: 'letter', utm_campaign: name });
  }

  for(reader) {
    this.common.append('reader', `reader-${reader}`); // grows
    return this;
  }

  link(path) {
    const url = new URL(path, 'https://shop.test');
    for (const name of ['utm_source', 'utm_campaign', 'reader']) {
      url.searchParams.set(name, this.common.get(name));
    }
    return url.href;
  }
}

class Letter {
  constructor(campaign) {
    this.campaign = campaign;
  }

  write(reader) {
    const links = this.campaign.for(reader);
    return [links.link('/spring'), links.link('/summer')].join('\n');
  }
}

const letter = new Letter(new Campaign('sale'));

export const writeTo = (reader) => letter.write(reader).length;
