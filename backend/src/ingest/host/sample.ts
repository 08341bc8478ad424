/** One look at the machine. Absent: not known on this platform. */
export interface HostSample {
  /** 0 to 100. */
  cpu?: number;
  memory?: { used: number; total: number };
  /** Share of the data folder's disk in use, 0 to 100. */
  disk?: number;
  /** Bytes a second since the last look. */
  network?: { received: number; sent: number };
  diskTraffic?: { read: number; written: number };
  load: number;
  gpu?: { utilization?: number; memory?: number };
  /** Resident bytes of followed agent processes, by process id. */
  agents: Map<number, number>;
}

/** Something that looks at the machine; two implementations. */
export interface HostProbe {
  look(pids: readonly number[]): Promise<HostSample>;
}
