namespace Rollout.Api;

/// <summary>How a receiver of notices is spoken to.</summary>
public enum ReceiverKind
{
    /// <summary>A POST with a body of your own making.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack, or of what is compatible with it (Mattermost, Rocket.Chat).</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams that takes adaptive cards.</summary>
    Teams,

    /// <summary>Alertmanager's API, version 2.</summary>
    Alertmanager,
}
