/** A binary heap of whole numbers by a numeric key, over typed arrays of fixed size; the smallest key comes out first. */
export class MinHeap {
  private readonly keys: Float64Array;
  private readonly values: Int32Array;
  size = 0;

  constructor(capacity: number) {
    this.keys = new Float64Array(capacity + 1);
    this.values = new Int32Array(capacity + 1);
  }

  /** The smallest key; only while not empty. */
  get topKey(): number {
    return this.keys[1]!;
  }

  push(key: number, value: number): void {
    let at = (this.size += 1);
    while (at > 1 && this.keys[at >> 1]! > key) {
      this.keys[at] = this.keys[at >> 1]!;
      this.values[at] = this.values[at >> 1]!;
      at >>= 1;
    }
    this.keys[at] = key;
    this.values[at] = value;
  }

  /** Takes the value with the smallest key; only while not empty. */
  pop(): number {
    const top = this.values[1]!;
    const key = this.keys[this.size]!;
    const value = this.values[this.size]!;
    this.size -= 1;
    let at = 1;
    for (let child = 2; child <= this.size; child = at * 2) {
      if (child < this.size && this.keys[child + 1]! < this.keys[child]!) {
        child += 1;
      }
      if (this.keys[child]! >= key) {
        break;
      }
      this.keys[at] = this.keys[child]!;
      this.values[at] = this.values[child]!;
      at = child;
    }
    this.keys[at] = key;
    this.values[at] = value;
    return top;
  }

  clear(): void {
    this.size = 0;
  }
}
