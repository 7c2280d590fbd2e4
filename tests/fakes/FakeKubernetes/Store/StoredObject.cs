using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Store;

/// <summary>One version of an object. Nobody changes <see cref="Body"/>: whoever wants another one copies it.</summary>
internal sealed class StoredObject(JsonObject body, long revision)
{
    private byte[]? bytes;

    public JsonObject Body { get; } = body;

    /// <summary>The store's revision at which it was written: its resourceVersion.</summary>
    public long Revision { get; } = revision;

    public string Namespace => Body.Text("metadata", "namespace") ?? "";

    public string Name => Body.Text("metadata", "name")!;

    /// <summary>As it is sent, made once: lists of thousands are answered from these.</summary>
    public byte[] Utf8 => bytes ??= System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Body, JsonForm.Options);
}
