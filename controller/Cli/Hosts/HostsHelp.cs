using Rollout.Cli.Probing;

namespace Rollout.Cli.Hosts;

/// <summary>`rollout hosts --help`.</summary>
internal static class HostsHelp
{
    public const string Text = $$$"""
        rollout hosts --fleet FILE [--listen ADDR:PORT] [--token-file FILE]
                      [--hook-token-file FILE] [--history ADDRESS]
                      [--probe-allow LIST] [--probe-deny LIST]
                      [--probe-proxy URL] [--probe-allow-exec=true]

        Runs the controller of a fleet of hosts: reads what every node earns from its
        own /metrics, gives a new version to one node when somebody asks for it,
        judges, promotes or takes back. Stage, evidence and outcomes are kept in the
        fleet's state file: killed at any moment, it goes on where it was.

          --fleet FILE        the fleet: nodes, commands, metrics, stages (YAML)
          --listen ADDR:PORT  dashboard and API; 127.0.0.1:8080 unless told, port 0
                              takes a free one
          --token-file FILE   token for changing calls, made when it is not there;
                              STATE.token beside the state file unless told
          --hook-token-file FILE  token that Alertmanager and Grafana show, or sign
                              with, at /hooks/alertmanager and /hooks/grafana; it
                              opens nothing else; STATE.hook-token unless told
          --history ADDRESS   where every release is kept: sqlite:PATH,
                              postgres:CONNSTRING or none (or ROLLOUT_HISTORY);
                              STATE.history.db beside the state file unless told
        {{{ProbeReach.Help}}}
          --probe-allow-exec=true  their steps may run commands on this machine
          -o json             one JSON object a happening on stdout
          --log-format json   the log on stderr as JSON lines with event ids, for a
                              log store (or ROLLOUT_LOG_FORMAT); text unless told

        A fleet file, in short:

          name: shop
          nodes:
          - {name: n1, address: "127.0.0.1:9001"}
          - {name: n2, address: "127.0.0.1:9002"}
          deploy: {command: [./deploy.sh, "{node}", "{version}"], timeout: 2m}
          status: {command: [./status.sh, "{node}"], timeout: 10s}
          state: rollout.db
          spec:
            metrics:
            - name: dollars
              tolerance: "0.05"
              metric:
                kind: Revenue
                source: {scrape: {path: /metrics}}
                selectors: {sum: revenue_dollars_total, count: orders_total}

        Start a version:

          curl -X POST -H "Authorization: Bearer $(cat rollout.db.token)" \
            -d '{"version":"v2"}' \
            http://127.0.0.1:8080/api/v1/rollouts/default/shop/start

        Exit codes: 0 ended by Ctrl-C or SIGTERM; 2 bad fleet file, every problem
        listed, nothing started; 3 the port or the state file cannot be had.
        """;
}
