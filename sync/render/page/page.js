"use strict";
/* Sorts and filters what is there already. What is chosen stands in the fragment of the address, so that a view can be passed on. */
(() => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const tables = [...document.querySelectorAll("table[data-sorts]")].map(sortable);
  const lists = tables.filter((table) => "filtered" in table.element.dataset);
  document.documentElement.classList.add("scripted");

  function sortable(element) {
    const heads = [...element.tHead.rows[0].cells];
    const table = {
      element,
      id: element.id,
      heads,
      body: element.tBodies[0],
      rows: [...element.tBodies[0].rows],
      column: (key) => heads.findIndex((head) => head.dataset.key === key),
      sorted: "",
    };
    heads.forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.dataset.label = head.textContent;
      button.addEventListener("click", () => {
        const key = head.dataset.key;
        sort(table, { [key]: `-${key}`, [`-${key}`]: "" }[table.sorted] ?? key);
        remember();
      });
      head.replaceChildren(button);
    });
    return table;
  }

  /* By `key` upwards, by `-key` downwards, by "" as the report has them; what is empty comes last either way. */
  function sort(table, order) {
    const down = order.startsWith("-");
    const at = table.column(down ? order.slice(1) : order);
    if (order === table.sorted || (order && at < 0)) return;
    table.sorted = order;
    let rows = table.rows;
    if (order) {
      const texts = new Map(rows.map((row) => [row, row.cells[at].textContent.trim()]));
      rows = [...rows].sort((one, other) => {
        const a = texts.get(one);
        const b = texts.get(other);
        if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
        return down ? collator.compare(b, a) : collator.compare(a, b);
      });
    }
    table.body.append(...rows);
    table.heads.forEach((head, column) => {
      if (order && column === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function plain(text) {
    return text.replace(/\s+/g, " ").trim();
  }

  /* Names in a cell, so that each can be found whole, whatever commas it has itself. */
  function listed(text) {
    return text && `, ${text}, `;
  }

  /* What the filters look at, of every row; read once, when it is first wanted. */
  function index(table) {
    table.index ??= table.rows.map((row) => {
      const text = (key) => plain(row.cells[table.column(key)].textContent);
      const flags = [...row.cells[table.column("flag")].querySelectorAll("i")].map((one) => one.textContent);
      return {
        row,
        text: plain(row.textContent).toLowerCase(),
        owner: listed(text("owner")),
        priority: listed(text("priority")),
        status: listed(text("status")),
        flag: listed(flags.join(", ")),
        service: listed(text("service")),
      };
    });
    return table.index;
  }

  function filter() {
    if (!form) return;
    const wanted = [...new FormData(form)].filter(([, value]) => value.trim());
    const words = wanted.filter(([name]) => name === "q").flatMap(([, value]) => value.toLowerCase().split(/\s+/).filter(Boolean));
    const choices = wanted.filter(([name]) => name !== "q");
    const counts = lists.map((table) => {
      let found = 0;
      if (!wanted.length) {
        table.rows.forEach((row) => { if (row.hidden) row.hidden = false; });
        return table.rows.length;
      }
      for (const one of index(table)) {
        const fits = words.every((word) => one.text.includes(word))
          && choices.every(([name, value]) => (value === "-" ? !one[name] : one[name].includes(listed(value))));
        if (fits) found += 1;
        if (one.row.hidden === fits) one.row.hidden = !fits;
      }
      return found;
    });
    shown.textContent = `Shown: ${lists.map((table, at) => `${counts[at]} of ${table.rows.length} ${table.id}`).join(", ")}`;
  }

  /* The address says what is chosen. */
  function remember() {
    const state = new URLSearchParams();
    if (form) new FormData(form).forEach((value, name) => { if (value.trim()) state.set(name, value); });
    tables.forEach((table) => { if (table.sorted) state.set(`sort-${table.id}`, table.sorted); });
    const text = state.toString();
    try {
      history.replaceState(null, "", text ? `#${text}` : "#all");
    } catch {
      /* A frame that may not change its address can still filter. */
    }
  }

  /* What the address says is chosen; an address that names a place on the page says nothing about it. */
  function recall() {
    const text = location.hash.slice(1);
    if (!text.includes("=")) {
      const place = document.getElementById(text);
      if (place instanceof HTMLDetailsElement) place.open = true;
      return;
    }
    const state = new URLSearchParams(text);
    if (form) {
      [...form.elements].filter((one) => one.name).forEach((one) => {
        const value = plain(state.get(one.name) ?? "");
        one.value = value;
        if (one.value !== value) one.value = "";
      });
    }
    tables.forEach((table) => sort(table, state.get(`sort-${table.id}`) ?? ""));
    filter();
    if (![...state.keys()].every((key) => key.startsWith("sort-"))) document.getElementById("all").scrollIntoView();
  }

  let waiting = 0;
  if (form) {
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { filter(); remember(); }, event.target.name === "q" ? 150 : 0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { lists.forEach((table) => sort(table, "")); filter(); remember(); }, 0);
    });
    form.hidden = false;
  }
  document.querySelectorAll("a[data-show]").forEach((link) => { link.href = `#${link.dataset.show}`; });
  const unfolded = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((one) => {
      one.open = true;
      unfolded.push(one);
    });
  });
  addEventListener("afterprint", () => unfolded.splice(0).forEach((one) => { one.open = false; }));
  addEventListener("hashchange", recall);
  filter();
  recall();
})();
