using Rollout.Cli.Probing;

namespace Rollout.Cli.Operating;

/// <summary>`rollout controller --help`.</summary>
internal static class ControllerHelp
{
    public const string Text = $"""
        rollout controller [--kubeconfig FILE] [--namespace NS] [--prometheus URL]
                           [--listen ADDR:PORT] [--leader-elect=true|false]
                           [--token-file FILE] [--history ADDRESS]
                           [--probe-allow LIST] [--probe-deny LIST]
                           [--probe-proxy URL] [--probe-allow-exec=true|false]

        Runs the controller of a Kubernetes cluster: rolls Deployments, StatefulSets
        and DaemonSets out as StaggeredRollouts say. Run two or more: one leads, the
        others answer HTTP and take over within 15 s. Nothing is kept on disk.

          --kubeconfig FILE   how the cluster is reached; else KUBECONFIG, then
                              ~/.kube/config, then the pod's service account
          --namespace NS      the only namespace that is looked at; all unless told
          --prometheus URL    where metrics are read whose source names no server
          --listen ADDR:PORT  API, dashboard, /metrics, /livez, /readyz;
                              127.0.0.1:8080 unless told, in a pod 0.0.0.0:8080
          --leader-elect      false only where there is one replica for certain
          --token-file FILE   a fixed token for changing calls; else the cluster
                              reviews tokens, and callers need the rights that
                              kubectl would need
          --history ADDRESS   where every release is kept, beyond the last ten of
                              each status: postgres:CONNSTRING (or sqlite:PATH)
        {ProbeReach.Help}
          --probe-allow-exec=true  their steps may run commands in its pod
          -o json             one JSON object when it listens, on stdout
          --log-format json   the log on stderr as JSON lines with event ids, for a
                              log store; text unless told

        Each flag has an environment variable: ROLLOUT_KUBECONFIG,
        ROLLOUT_NAMESPACE, ROLLOUT_PROMETHEUS, ROLLOUT_LISTEN,
        ROLLOUT_LEADER_ELECT, ROLLOUT_TOKEN_FILE, ROLLOUT_HISTORY,
        ROLLOUT_PROBE_ALLOW, ROLLOUT_PROBE_DENY, ROLLOUT_PROBE_PROXY,
        ROLLOUT_PROBE_ALLOW_EXEC, ROLLOUT_LOG_FORMAT. A flag wins.

        The resource definitions are printed by: rollout crds

        Exit codes: 0 ended by Ctrl-C or SIGTERM; 2 bad flags, environment or
        kubeconfig, every problem listed, nothing started; 3 the port cannot be had.
        """;
}
