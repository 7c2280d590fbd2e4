using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Cel;

/// <summary>
/// Evaluates an expression over JSON values. Served: conditions, comparisons, arithmetic, <c>in</c>, <c>has</c>, the macros
/// all, exists, exists_one, filter and map, the string and list functions of <see cref="CelFunctions"/>, and object constructions.
/// </summary>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    private readonly Dictionary<string, object?> names = new(variables, StringComparer.Ordinal);

    /// <exception cref="CelFault">No such name, no such key, a function that is not served, types that do not fit.</exception>
    public object? Evaluate(CelNode node) => node switch
    {
        CelNode.Literal literal => literal.Value,
        CelNode.Name name => names.TryGetValue(name.Text, out var value) ? value
            : throw new CelFault($"undeclared reference to '{name.Text}'"),
        CelNode.Select select => CelValues.Field(Evaluate(select.Target), select.Field),
        CelNode.Index index => CelValues.Index(Evaluate(index.Target), Evaluate(index.At)),
        CelNode.Choice choice => Flag(choice.Condition) ? Evaluate(choice.Then) : Evaluate(choice.Else),
        CelNode.Unary { Operator: "!" } not => !Flag(not.Operand),
        CelNode.Unary minus => Evaluate(minus.Operand) switch { long whole => (object)-whole, double real => -real, _ =>
            throw new CelFault("no such overload") },
        CelNode.Binary binary => Binary(binary),
        CelNode.ListOf list => list.Items.Select(Evaluate).ToList(),
        CelNode.MapOf map => CelValues.ToMap(map.Entries.Select(entry => ((string?)Evaluate(entry.Key) ?? "", Evaluate(entry.Value)))),
        CelNode.ObjectOf made => CelValues.ToMap(made.Fields.Select(field => (field.Field, Evaluate(field.Value)))),
        CelNode.Call call => Call(call),
        _ => throw new CelFault("an expression of a kind that is not served"),
    };

    public bool Flag(CelNode node) => Evaluate(node) is bool flag ? flag : throw new CelFault("no such overload: expected a bool");

    private object? Binary(CelNode.Binary binary)
    {
        if (binary.Operator is "&&" or "||")
        {
            return Logic(binary);
        }

        var left = Evaluate(binary.Left);
        var right = Evaluate(binary.Right);
        return binary.Operator switch
        {
            "==" => CelValues.Same(left, right),
            "!=" => !CelValues.Same(left, right),
            "in" => CelValues.Contains(right, left),
            "<" => CelValues.Compare(left, right) < 0,
            "<=" => CelValues.Compare(left, right) <= 0,
            ">" => CelValues.Compare(left, right) > 0,
            ">=" => CelValues.Compare(left, right) >= 0,
            _ => CelValues.Calculate(binary.Operator, left, right),
        };
    }

    /// <summary>An error on one side does not matter when the other side decides.</summary>
    private bool Logic(CelNode.Binary binary)
    {
        var decisive = binary.Operator == "||";
        try
        {
            return Flag(binary.Left) == decisive ? decisive : Flag(binary.Right);
        }
        catch (CelFault)
        {
            if (Flag(binary.Right) == decisive)
            {
                return decisive;
            }

            throw;
        }
    }

    private object? Call(CelNode.Call call)
    {
        if (call is { Target: null, Function: "has", Arguments: [CelNode.Select select] })
        {
            return CelValues.Has(Evaluate(select.Target), select.Field);
        }

        if (call is { Target: not null, Arguments: [CelNode.Name variable, ..] }
            && call.Function is "all" or "exists" or "exists_one" or "filter" or "map")
        {
            return Macro(call, ((CelNode.Name)call.Arguments[0]).Text);
        }

        return CelFunctions.Call(call.Function, call.Target is null ? null : Evaluate(call.Target), [.. call.Arguments.Select(Evaluate)]);
    }

    private object? Macro(CelNode.Call call, string variable)
    {
        var items = CelValues.Items(Evaluate(call.Target!));
        var body = call.Arguments[1];
        return call.Function switch
        {
            "all" => items.TrueForAll(item => With(variable, item, () => Flag(body))),
            "exists" => items.Exists(item => With(variable, item, () => Flag(body))),
            "exists_one" => items.Count(item => With(variable, item, () => Flag(body))) == 1,
            "filter" => items.Where(item => With(variable, item, () => Flag(body))).ToList(),
            _ => items.ConvertAll(item => With(variable, item, () => Evaluate(body))),
        };
    }

    private T With<T>(string variable, object? value, Func<T> then)
    {
        var had = names.TryGetValue(variable, out var before);
        names[variable] = value;
        try
        {
            return then();
        }
        finally
        {
            if (had)
            {
                names[variable] = before;
            }
            else
            {
                names.Remove(variable);
            }
        }
    }
}
