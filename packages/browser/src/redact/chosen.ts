/** Types of fields in which nothing is typed. */
export const CHOSEN = /^(checkbox|radio|select|range|color|file)/;
