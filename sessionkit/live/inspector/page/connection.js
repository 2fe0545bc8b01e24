// Whether the kernel hears this page: what was asked, what was heard, what Jupyter says.

/** @import { Model, Numbered, Request } from "./protocol.js" */

/**
 * The kernel as JupyterLab knows it; other places that show widgets do not tell.
 * @typedef {{
 *   status: string, connectionStatus: string, statusChanged?: Signal,
 *   connectionStatusChanged?: Signal,
 * }} Kernel
 */

/** @typedef {{connect: (slot: () => void) => void, disconnect: (slot: () => void) => void}} Signal */

/** States of a kernel that knows no widget of before. */
const GONE = ["restarting", "autorestarting", "dead", "terminating"];

export class Connection {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.asked = this.heard = 0; // numbers of requests
    this.waitsSince = 0;
    this.spokeAt = now();
    /** The kernel began anew, or the way to it is closed. */
    this.isLost = false;
  }

  /** @returns {Kernel | undefined} */
  get kernel() {
    return /** @type {any} its type hides the kernel */ (this.model).widget_manager?.kernel;
  }

  /**
   * Hear what becomes of the kernel; returns what ends that.
   * @param {() => void} changed
   */
  watch(changed) {
    const { kernel } = this;
    const slot = () => {
      if (GONE.includes(kernel?.status ?? "")) this.isLost = true;
      changed();
    };
    const signals = [kernel?.statusChanged, kernel?.connectionStatusChanged];
    for (const signal of signals) signal?.connect(slot);
    return () => {
      for (const signal of signals) signal?.disconnect(slot);
    };
  }

  /** @param {Request} request */
  send(request) {
    if (!this.waits) this.waitsSince = now();
    this.asked += 1;
    try {
      this.model.send({ ...request, ask: this.asked });
    } catch {
      this.isLost = true;
    }
  }

  /** @param {Numbered} message */
  hear(message) {
    this.spokeAt = now();
    const heard = message.heard ?? this.heard;
    if (heard <= this.heard) return;
    this.heard = heard;
    this.waitsSince = now();
  }

  /** Whether something that was asked has not been heard. */
  get waits() {
    return this.asked > this.heard;
  }

  /** Seconds for which something asked has waited. */
  get waited() {
    return this.waits ? now() - this.waitsSince : 0;
  }

  /** Seconds since the kernel said anything. */
  get quiet() {
    return now() - this.spokeAt;
  }

  get isOffline() {
    const { kernel } = this;
    return kernel !== undefined && kernel?.connectionStatus !== "connected";
  }

  /** Whether the kernel rests: undefined where nobody tells. */
  get isIdle() {
    return this.kernel && this.kernel.status === "idle";
  }
}

/** In seconds. */
function now() {
  return performance.now() / 1000;
}
