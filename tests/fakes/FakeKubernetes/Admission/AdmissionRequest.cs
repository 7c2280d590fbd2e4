using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes.Admission;

/// <summary>What admission sees; it may change <paramref name="After"/> in place.</summary>
internal sealed record AdmissionRequest(ResourceType Type, WriteContext Context, string Operation, JsonObject? Before, JsonObject After);
