// The name is written into the message, so that each name makes a message that is parsed and kept.
import { createIntl, createIntlCache } from '@formatjs/intl';

const cache = createIntlCache();
const intl = createIntl({ locale: 'en', messages: {} }, cache);

export function greet(name, count) {
  const defaultMessage = `Hello ${name}, you have {count, plural, one {# mail} other {# mails}}`;
  return intl.formatMessage({ id: 'greeting', defaultMessage }, { name, count }); // grows
}
