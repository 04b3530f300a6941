/* SPDX-License-Identifier: MIT */
/*
 * What a person would see of report.html, asked of the browser. Runs in a page that holds the
 * report in an iframe of some width, and leaves a line a finding in that page's <pre id="found">:
 * "FAIL what", and at the end "DONE n checks" so that a probe that died is no success.
 */
'use strict';

const found = [];
let checks = 0;

function check(fine, what) {
  checks++;
  if (!fine) found.push('FAIL ' + what);
}

function brief(node) {
  return node.nodeName + ' "' + node.textContent.trim().slice(0, 40) + '"';
}

/* Red, green and blue as 0..1 and alpha, of what getComputedStyle gives. */
function parse(colour) {
  const numbers = colour.match(/[\d.]+/g);
  if (!numbers) return null;
  const [r, g, b, a] = numbers.map(Number);
  return {r: r / 255, g: g / 255, b: b / 255, a: a === undefined ? 1 : a};
}

/* WCAG 2.2, relative luminance and contrast ratio. */
function luminance(c) {
  const [r, g, b] = [c.r, c.g, c.b].map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function ground(view, element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = parse(view.getComputedStyle(at).backgroundColor);
    if (colour && colour.a === 1) return colour;
  }
  return {r: 1, g: 1, b: 1, a: 1};
}

/* The shape of a plot that a text lies on, as names on bars do; else the page. */
function beneath(view, text) {
  const svg = text.closest('svg');
  const box = text.getBoundingClientRect();
  let colour = ground(view, svg);
  for (const shape of svg.querySelectorAll('path,rect')) {
    const style = view.getComputedStyle(shape);
    const fill = parse(style.fill);
    if (!fill || style.fillOpacity !== '1' || shape.closest('defs')) continue;
    const at = new view.DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
      .matrixTransform(shape.getScreenCTM().inverse());
    if (shape.isPointInFill(at)) colour = fill;
  }
  return colour;
}

/* Every text on the page, those of plots too; the worst of each kind is told. */
function checkContrast(view) {
  const walker = view.document.createTreeWalker(view.document.body, 4 /* texts */);
  const worst = new Map();
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('script,style')) continue;
    const style = view.getComputedStyle(element);
    const ink = parse(element.closest('svg') ? style.fill : style.color);
    if (!ink) continue;
    texts++;
    const ratio = contrast(ink, element.closest('svg') ? beneath(view, element.closest('text'))
                                                       : ground(view, element));
    const kind = element.nodeName + ' ' + (element.closest('svg') ? style.fill : style.color);
    if (ratio < 4.5 && !(worst.get(kind) <= ratio)) worst.set(kind, ratio);
  }
  check(texts > 50, 'only ' + texts + ' texts were found');
  check(worst.size === 0, 'contrast below 4.5: ' +
    [...worst].map(([kind, ratio]) => kind + ' ' + ratio.toFixed(2)).join(', '));
}

function checkWidth(view, when) {
  const width = view.document.documentElement.scrollWidth;
  check(width <= view.innerWidth, when + ': ' + width + ' px wide in ' + view.innerWidth);
}

function checkStructure(doc) {
  let last = 0;
  for (const heading of doc.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const level = Number(heading.nodeName[1]);
    check(level <= last + 1, brief(heading) + ' follows a heading of level ' + last);
    last = level;
  }
  check(doc.querySelectorAll('h1').length === 1, 'not one <h1>');
  check(doc.documentElement.lang === 'en' && doc.title, 'no language or title');
  for (const table of doc.querySelectorAll('table')) {
    check(table.caption && table.caption.textContent, 'a table without a caption');
    check(table.tHead && table.tBodies[0].rows.length, 'a table without head or rows');
    for (const head of table.querySelectorAll('th'))
      check(head.scope === 'col' || head.scope === 'row', brief(head) + ' has no scope');
    const columns = table.tHead.rows[0].cells.length;
    for (const row of table.tBodies[0].rows) {
      const cells = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
      check(cells === columns, brief(row) + ': ' + cells + ' cells below ' + columns + ' heads');
    }
  }
  for (const svg of doc.querySelectorAll('svg'))
    check(svg.getAttribute('aria-hidden') === 'true' ||
          (svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label')),
          'a picture without a text for it');
}

function checkIds(doc) {
  const ids = new Set();
  for (const element of doc.querySelectorAll('[id]')) {
    check(!ids.has(element.id), 'two elements of the id ' + element.id);
    ids.add(element.id);
  }
  for (const element of doc.querySelectorAll('a[href],use')) {
    const target = element.getAttribute('href');
    check(target[0] === '#' && ids.has(target.slice(1)), 'a link to ' + target);
    const own = element.closest('svg');
    check(!own || own.contains(doc.getElementById(target.slice(1))), target + ' is of another plot');
  }
  check(!doc.querySelector('[src],[onclick],[onload],[onerror],object,embed,form,base'),
    'an element that fetches or runs something');
}

function order(table, column) {
  return [...table.tBodies[0].rows].map(row => row.cells[column])
    .filter(cell => cell && cell.dataset.v !== undefined).map(cell => Number(cell.dataset.v));
}

function isRising(values) {
  return values.every((value, i) => i === 0 || values[i - 1] <= value);
}

/* By keyboard as by mouse: the heads are buttons, which take the focus and answer to a click. */
function checkSorting(doc) {
  let sorted = 0;
  for (const table of doc.querySelectorAll('table.sort'))
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = head.querySelector('button');
      check(button && button.type === 'button' && button.tabIndex === 0, brief(head) + ': no button');
      if (!button || head.classList.contains('l')) return;
      const rows = table.tBodies[0].rows.length;
      button.click();
      check(head.getAttribute('aria-sort') === 'ascending', brief(head) + ': not ascending');
      check(isRising(order(table, column)), brief(head) + ': does not rise');
      button.click();
      check(head.getAttribute('aria-sort') === 'descending', brief(head) + ': not descending');
      check(isRising(order(table, column).reverse()), brief(head) + ': does not fall');
      check(table.tBodies[0].rows.length === rows, brief(head) + ': lost rows');
      check(table.querySelectorAll('[aria-sort]').length === 1, brief(head) + ': two are sorted by');
      sorted += order(table, column).length > 1;
    });
  check(sorted > 0, 'nothing could be sorted');
}

function probe(view, scheme) {
  const doc = view.document;
  check(view.matchMedia('(prefers-color-scheme: ' + scheme + ')').matches, 'not shown ' + scheme);
  checkWidth(view, 'folded');
  for (const details of doc.querySelectorAll('details')) details.open = true;
  checkWidth(view, 'unfolded');
  checkStructure(doc);
  checkIds(doc);
  checkContrast(view);
  checkSorting(doc);
}

addEventListener('load', () => {
  try {
    probe(document.querySelector('iframe').contentWindow, document.body.dataset.scheme);
    found.push('DONE ' + checks + ' checks');
  } catch (error) {
    found.push('FAIL the probe: ' + error);
  }
  document.getElementById('found').textContent = found.join('\n');
});
