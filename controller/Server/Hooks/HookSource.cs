namespace Rollout.Server.Hooks;

/// <summary>Who tells of alerts.</summary>
public enum HookSource
{
    Alertmanager,
    Grafana,
}
