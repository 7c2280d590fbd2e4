using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>One turn of a conversation: exactly one of the three.</summary>
[Rule("[has(self.send), has(self.expect), has(self.startTls)].exists_one(given, given)", "write exactly one of send, expect and startTls a turn")]
public sealed record TcpTurn
{
    /// <summary>A line to send, which may be empty; its end is added.</summary>
    [Field(MinLength = 0)]
    public string? Send { get; init; }

    /// <summary>A regular expression; lines are read until one matches.</summary>
    public string? Expect { get; init; }

    /// <summary>From here on TLS; {} as usual.</summary>
    public TlsSettings? StartTls { get; init; }
}
