/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

/*
 * Makes the heads of tables buttons that sort; without scripts they are plain heads. What has no
 * value comes last either way, and rows that compare equal stay as they stood. On paper all that is
 * folded is shown.
 */
const char tare_html_script[] =
    "'use strict';\n"
    "function value(row, column, left) {\n"
    "  const cell = row.cells[column];\n"
    "  if (!cell) return null;\n"
    "  if (left) return cell.textContent === '-' ? null : cell.textContent;\n"
    "  return cell.dataset.v === undefined ? null : Number(cell.dataset.v);\n"
    "}\n"
    "function compare(a, b, sign) {\n"
    "  if (a === null || b === null) return (a === null) - (b === null);\n"
    "  return sign * (typeof a === 'string' ? a.localeCompare(b) : a - b);\n"
    "}\n"
    "function sort(table, head) {\n"
    "  const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;\n"
    "  const left = head.classList.contains('l');\n"
    "  const body = table.tBodies[0];\n"
    "  const rows = Array.from(body.rows, row => [value(row, head.cellIndex, left), row]);\n"
    "  rows.sort((a, b) => compare(a[0], b[0], sign));\n"
    "  for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');\n"
    "  head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');\n"
    "  body.append(...rows.map(row => row[1]));\n"
    "}\n"
    "for (const table of document.querySelectorAll('table.sort'))\n"
    "  for (const head of table.tHead.rows[0].cells) {\n"
    "    const button = document.createElement('button');\n"
    "    button.type = 'button';\n"
    "    button.append(...head.childNodes);\n"
    "    button.addEventListener('click', () => sort(table, head));\n"
    "    head.append(button);\n"
    "  }\n"
    "addEventListener('beforeprint', () => {\n"
    "  for (const folded of document.querySelectorAll('details')) folded.open = true;\n"
    "});\n";
