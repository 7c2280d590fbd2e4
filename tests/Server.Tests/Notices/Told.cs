using Rollout.Api;
using Rollout.Metrics.Secrets;
using Rollout.Planning;
using Rollout.Planning.Notices;

namespace Rollout.Server.Tests.Notices;

/// <summary>What is told in these tests.</summary>
internal static class Told
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static Notice RolledBack(long id = 1, params string[] to) => new(
        id, NoticeEvent.RolledBack, Noon, "v2", "v1", Phase.RollingBack, Reasons.HarmProven, "Harm is proven: \"dollars\" 21 % <less>", Severity.Warning, 0,
        ValueList.From(to.Length == 0 ? ["pager"] : to));

    public static NoticeReceiver Receiver(ReceiverKind kind, string? url = null, string? secret = null, string? template = null) =>
        new() { Name = "pager", Kind = kind, Url = url, SecretName = secret, Template = template };

    /// <summary>Secrets in memory.</summary>
    public sealed class Secrets(Dictionary<string, Dictionary<string, string>> all) : ISecrets
    {
        public ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken) => ValueTask.FromResult<SecretRead>(
            all.TryGetValue(name, out var keys)
                ? new SecretRead.Found(keys.ToDictionary(k => k.Key, k => System.Text.Encoding.UTF8.GetBytes(k.Value), StringComparer.Ordinal))
                : new SecretRead.Refused("it is not there"));
    }
}
