namespace Rollout.Api.Binding;

/// <summary>What a scalar was written as; whether it fits is the binder's affair.</summary>
public enum ScalarKind
{
    Text,
    Number,
    Boolean,

    /// <summary>A key without a value.</summary>
    Null,
}
