namespace Rollout.FakeKubernetes.Schema;

internal enum SchemaKind
{
    /// <summary>Anything: neither pruned, checked nor merged below here.</summary>
    Any,
    Struct,
    Map,
    List,
    Text,
    Integer,
    Number,
    Bool,
    IntOrText,
    Time,
    MicroTime,
}
