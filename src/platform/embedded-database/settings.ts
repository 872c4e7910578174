/** With which settings the embedded server runs: for one machine, reachable from it alone, and with a log that tells nothing of what is stored. */
export function serverSettings(port: number, isDurable: boolean): string[] {
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    // the queries are short: compiling them costs more than it saves
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // messages of errors quote values ("duplicate key … (code)=(…)"): they go to whoever asked, never to the log
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_checkpoints: 'off',
    // a crash of the process still loses nothing, only a power cut would
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
