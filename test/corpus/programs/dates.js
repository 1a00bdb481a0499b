// Shows dates in several zones and languages.
const moment = require('moment');
const { DateTime } = require('luxon');
const { formatInTimeZone } = require('date-fns-tz');

const zones = ['Europe/Zurich', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney'];
const languages = ['de', 'en', 'fr', 'ja'];

function formatMoment(i) {
  return moment(i * 1e7).add(1, 'day').locale('en').format('LLLL');
}

function formatLuxon(i) {
  return DateTime.fromMillis(i * 1e7, { zone: zones[i % 4], locale: languages[i % 4] }).toLocaleString(DateTime.DATETIME_FULL);
}

function formatZoned(i) {
  return formatInTimeZone(new Date(i * 1e7), zones[i % 4], 'yyyy-MM-dd HH:mm zzz');
}

function formatIntl(i) {
  const date = new Date(i * 1e7).toLocaleString(languages[i % 4], { timeZone: zones[i % 4] });
  return date + new Intl.NumberFormat(languages[i % 4]).format(i) + ['b', 'a'].sort(new Intl.Collator('de').compare).join();
}

module.exports = { formatMoment, formatLuxon, formatZoned, formatIntl };
