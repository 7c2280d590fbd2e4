namespace Rollout.Api.Schema;

/// <summary>How a property is written where its C# type does not say it.</summary>
public enum FieldForm
{
    /// <summary>As the type has it.</summary>
    Typed,

    /// <summary>A name as DNS has labels: at most 63 characters, no dots.</summary>
    Label,

    /// <summary>An object that names another: <c>{name: ...}</c>; the name is a label.</summary>
    Reference,

    /// <summary>An object that names another: <c>{name: ...}</c>; the name may hold dots.</summary>
    DottedReference,

    /// <summary>Any JSON value, kept as it is.</summary>
    AnyJson,

    /// <summary>A JSON object of any fields, kept as it is.</summary>
    AnyObject,

    /// <summary>A map of any single values: texts, numbers, booleans.</summary>
    SingleValues,

    /// <summary>A map of texts and whole numbers.</summary>
    TextsOrNumbers,

    /// <summary>One text, or a list of texts.</summary>
    TextOrTexts,

    /// <summary>Its fields stand beside the others, without a key of their own.</summary>
    Inline,

    /// <summary>An object that holds <c>secretRef: {name: ...}</c>.</summary>
    SecretHolder,
}
