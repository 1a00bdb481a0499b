/** Of all ports that there are, with an inspector or without. */
export const greatestPort = 65_535;
