namespace Rollout.Server.Notices;

/// <summary>A body that is to be posted.</summary>
/// <param name="Body">As text.</param>
/// <param name="ContentType">Of it.</param>
/// <param name="Key">The same for every attempt to tell the same: <c>Idempotency-Key</c>. Null: telling it again changes nothing.</param>
/// <param name="Path">Added to the receiver's URL.</param>
public sealed record NoticePost(string Body, string ContentType, string? Key, string Path = "");
