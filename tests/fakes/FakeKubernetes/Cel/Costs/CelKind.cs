namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>What a value of an expression is, as far as a schema can say.</summary>
internal enum CelKind
{
    /// <summary>Known only at run time, such as x-kubernetes-int-or-string.</summary>
    Dyn,
    Null,
    Bool,
    Int,
    Double,
    Text,
    Bytes,
    Duration,
    Time,
    TypeName,
    List,
    Map,
    Fields,
}
