namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>Where a value comes from; this decides how its size is estimated.</summary>
internal enum CelOrigin
{
    /// <summary>A place of the schema, which bounds it.</summary>
    Schema,

    /// <summary>Below the schema, but at a key that it does not name: only single values have a size.</summary>
    Unnamed,

    /// <summary>Made by the rule itself.</summary>
    Made,
}
