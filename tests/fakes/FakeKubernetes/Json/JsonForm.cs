using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Rollout.FakeKubernetes.Json;

/// <summary>How the server writes JSON: nothing escaped that need not be.</summary>
internal static class JsonForm
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver(), MaxDepth = 256,
    };
}
