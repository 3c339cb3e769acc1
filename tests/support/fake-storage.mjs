// The little of IndexedDB and localStorage that static/js/core/store.js and static/js/safety/profile.js use, in memory.
// `fails` makes every transaction fail, as a full or switched-off storage does.

const later = (act) => queueMicrotask(act);

class Request {
  answer(result) {
    this.result = result;
    later(() => this.onsuccess?.());
  }
}

class Table {
  constructor(records, transaction) {
    Object.assign(this, { records, transaction });
  }

  #do(act) {
    const request = new Request();
    this.transaction.open(() => request.answer(act()));
    return request;
  }

  get(name) {
    return this.#do(() => structuredClone(this.records.get(name)));
  }

  put(value, name) {
    return this.#do(() => void this.records.set(name, structuredClone(value)));
  }

  delete(name) {
    return this.#do(() => void this.records.delete(name));
  }

  clear() {
    return this.#do(() => this.records.clear());
  }
}

class Transaction {
  #waiting = 0;

  constructor(database) {
    this.database = database;
    later(() => this.#settle());
  }

  objectStore() {
    return new Table(this.database.records, this);
  }

  commit() {}

  open(act) {
    this.#waiting += 1;
    later(() => {
      if (!this.database.fails) act();
      later(() => later(() => {
        this.#waiting -= 1;
        this.#settle();
      }));
    });
  }

  #settle() {
    if (this.#waiting || this.isOver) return;
    this.isOver = true;
    if (this.database.fails) this.onabort?.();
    else later(() => this.oncomplete?.());
  }
}

export class FakeDatabase {
  records = new Map();
  fails = false;
  factory = {
    open: () => {
      const request = new Request();
      request.result = { transaction: () => new Transaction(this), close() {} };
      later(() => request.onsuccess?.());
      return request;
    },
  };
}

export class FakeStorage {
  #items = new Map();

  getItem(name) {
    return this.#items.get(name) ?? null;
  }

  setItem(name, value) {
    this.#items.set(name, String(value));
  }

  removeItem(name) {
    this.#items.delete(name);
  }
}
