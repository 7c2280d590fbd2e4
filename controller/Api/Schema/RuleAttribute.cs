namespace Rollout.Api.Schema;

/// <summary>
/// What a schema cannot say, in the Common Expression Language (<c>x-kubernetes-validations</c>): of a type, where <c>self</c> is the
/// object, or of a property, where it is the value. The binder checks the same in C#; a test holds them together.
/// </summary>
/// <param name="expression">True where all is well.</param>
/// <param name="message">One line: what is wrong and how to mend it.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class RuleAttribute(string expression, string message) : Attribute
{
    public string Expression => expression;

    public string Message => message;

    /// <summary>The field below that is to be mended, such as <c>.selectors</c>; null: the object or value itself.</summary>
    public string? Field { get; init; }
}
