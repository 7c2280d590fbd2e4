using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Store;

/// <summary>A refusal, as the API's Status object says it.</summary>
internal sealed class ApiFault(int code, string reason, string message, JsonObject? details = null, int? retryAfterSeconds = null)
    : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public int? RetryAfterSeconds { get; } = retryAfterSeconds;

    /// <summary>The Status object; its fields stand in the order of the real one.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = Message,
                ["reason"] = Reason,
        };
        var shown = details?.Copy();
        if (RetryAfterSeconds is { } seconds)
        {
            shown ??= [];
            shown["retryAfterSeconds"] = seconds;
        }

        status.Put("details", shown);
        status["code"] = Code;
        return status;
    }
}
