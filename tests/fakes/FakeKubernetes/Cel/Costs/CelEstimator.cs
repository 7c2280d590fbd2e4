using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>
/// Checks the types of a rule and bounds what it costs, before any value is there. Formulas after cel-go's checker/cost.go (upper bounds
/// only) with the options that k8s.io/apiserver sets (has() is free: pkg/cel/environment/base.go). What is not served is refused. Sizes
/// of elements of a list that the rule made are taken for unbounded, where cel-go knows some of them.
/// </summary>
internal sealed class CelEstimator
{
    private readonly Dictionary<string, CelEstimate> names;
    private readonly CelType self;

    private CelEstimator(CelType self)
    {
        this.self = self;
        names = new(StringComparer.Ordinal) { ["self"] = CelEstimate.At(self, 1), ["oldSelf"] = CelEstimate.At(self, 1) };
    }

    /// <exception cref="CelFault">The rule does not fit the types, or uses what is not served here.</exception>
    public static CelEstimate Of(CelNode rule, CelType self) => new CelEstimator(self).Visit(rule);

    private CelEstimate Visit(CelNode node) => node switch
    {
        CelNode.Literal literal => Literal(literal.Value),
        CelNode.Unary { Operator: "-", Operand: CelNode.Literal { Value: long or double } number } => Literal(number.Value),
        CelNode.Name name => Name(name.Text),
        CelNode.Select select => Field(Visit(select.Target), select.Field),
        CelNode.Index index => Index(Visit(index.Target), Visit(index.At)),
        CelNode.Unary unary => Unary(unary.Operator, Visit(unary.Operand)),
        CelNode.Binary binary => CelOperators.Of(binary.Operator, Visit(binary.Left), Visit(binary.Right)),
        CelNode.Choice choice => Choice(Visit(choice.Condition), Visit(choice.Then), Visit(choice.Else)),
        CelNode.ListOf list => List([.. list.Items.Select(Visit)]),
        CelNode.MapOf map => Map([.. map.Entries.Select(entry => (Visit(entry.Key), Visit(entry.Value)))]),
        CelNode.Call call => Call(call),
        _ => throw new CelFault("an expression of a kind that is not served here"),
    };

    private static CelEstimate Literal(object? value) => value switch
    {
        string text => CelEstimate.Made(CelType.Text, 0, (ulong)text.EnumerateRunes().Count()),
        bool => CelEstimate.Made(CelType.Bool, 0),
        long => CelEstimate.Made(CelType.Int, 0),
        double => CelEstimate.Made(CelType.Double, 0),
        null => CelEstimate.Made(CelType.Null, 0, 1),
        _ => throw new CelFault("a literal of a kind that is not served here"),
    };

    private CelEstimate Name(string name)
    {
        if (names.TryGetValue(name, out var value))
        {
            return value;
        }

        // A name that is no variable of a macro is looked up at the root of the schema, so it gets the root's size.
        return name is "bool" or "int" or "uint" or "double" or "string" or "bytes" or "list" or "map" or "null_type"
            ? CelEstimate.Made(CelType.TypeName, 1, self.Most)
            : throw new CelFault($"undeclared reference to '{name}' (in container '')");
    }

    private static CelEstimate Field(CelEstimate target, string name) => target.Type.Kind switch
    {
        CelKind.Dyn => target.Below(CelType.Dyn, target.Cost, false),
        CelKind.Map => target.Below(target.Type.Element!, CelMath.Sum(target.Cost, 1), false),
        CelKind.Fields when target.Type.Fields.TryGetValue(name, out var field) => target.Below(field, CelMath.Sum(target.Cost, 1), true),
        CelKind.Fields => throw new CelFault($"undefined field '{name}'"),
        _ => throw new CelFault($"type '{target.Type}' does not support field selection"),
    };

    private static CelEstimate Index(CelEstimate target, CelEstimate at)
    {
        var cost = CelMath.Sum(target.Cost, at.Cost, 1);
        var fits = target.Type.Kind switch
        {
            CelKind.List => at.Type.Kind is CelKind.Int or CelKind.Dyn,
            CelKind.Map => at.Type.Kind is CelKind.Text or CelKind.Dyn,
            _ => target.Type.Kind == CelKind.Dyn,
        };
        return fits ? target.Below(target.Type.Element ?? CelType.Dyn, cost, target.Type.Kind != CelKind.Dyn) : throw CelOperators.NoOverload("_[_]", target, at);
    }

    private static CelEstimate Unary(string sign, CelEstimate operand) => (sign, operand.Type.Kind) switch
    {
        ("!", CelKind.Bool or CelKind.Dyn) => CelEstimate.Made(CelType.Bool, CelMath.Sum(operand.Cost, 1)),
        ("-", CelKind.Int or CelKind.Double or CelKind.Dyn) => CelEstimate.Made(operand.Type, CelMath.Sum(operand.Cost, 1)),
        _ => throw CelOperators.NoOverload(sign + "_", operand),
    };

    private static CelEstimate Choice(CelEstimate condition, CelEstimate then, CelEstimate other)
    {
        if (condition.Type.Kind is not (CelKind.Bool or CelKind.Dyn) || !then.Type.Fits(other.Type))
        {
            throw CelOperators.NoOverload("_?_:_", condition, then, other);
        }

        var size = then.Size is { } one && other.Size is { } two ? Math.Max(one, two) : (ulong?)null;
        return new CelEstimate(then.Type.Kind == CelKind.Null ? other.Type : then.Type, CelMath.Sum(condition.Cost, Math.Max(then.Cost, other.Cost)), size, CelOrigin.Made);
    }

    private static CelEstimate List(IReadOnlyList<CelEstimate> items)
    {
        var element = items.Count == 0 ? CelType.Dyn : items[0].Type;
        foreach (var item in items.Where(item => !item.Type.Fits(element)))
        {
            throw new CelFault($"expected type '{element}' but found '{item.Type}'");
        }

        return CelEstimate.Made(CelType.ListOf(element), CelMath.Sum([CelMath.NewList, .. items.Select(item => item.Cost)]), (ulong)items.Count);
    }

    private static CelEstimate Map(IReadOnlyList<(CelEstimate Key, CelEstimate Value)> entries)
    {
        var cost = CelMath.Sum([CelMath.NewMap, .. entries.Select(entry => CelMath.Sum(entry.Key.Cost, entry.Value.Cost))]);
        var type = new CelType(CelKind.Map) { Element = entries.Count == 0 ? CelType.Dyn : entries[0].Value.Type };
        return CelEstimate.Made(type, cost, (ulong)entries.Count);
    }

    private CelEstimate Call(CelNode.Call call)
    {
        if (call is { Target: null, Function: "has", Arguments: [CelNode.Select select] })
        {
            var target = Visit(select.Target);
            Field(target, select.Field);
            return CelEstimate.Made(CelType.Bool, target.Cost);
        }

        if (call is { Function: "matches" or "find" or "findAll", Arguments: [.., CelNode.Literal { Value: string pattern }] } && Re2.Fault(pattern) is { } fault)
        {
            throw new CelFault($"invalid matches argument: {fault}");
        }

        return call is { Target: { } range, Arguments: [CelNode.Name variable, _, ..] } && IsMacro(call.Function)
            ? Macro(call.Function, Visit(range), variable.Text, [.. call.Arguments.Skip(1)])
            : CelCalls.Of(call.Function, call.Target is null ? null : Visit(call.Target), [.. call.Arguments.Select(Visit)]);
    }

    private static bool IsMacro(string function) => function is "all" or "exists" or "exists_one" or "map" or "filter";

    /// <summary>What each turn of the loop costs follows from how cel-go's parser/macro.go spells the macros out.</summary>
    private CelEstimate Macro(string macro, CelEstimate range, string variable, IReadOnlyList<CelNode> body)
    {
        var element = range.Type.Kind switch
        {
            CelKind.List => range.Type.Element!,
            CelKind.Map => CelType.Text,
            CelKind.Dyn => CelType.Dyn,
            _ => throw new CelFault($"expression of type '{range.Type}' cannot be range of a comprehension (must be list, map, or dynamic)"),
        };
        var parts = With(variable, range.Below(element, 1, range.Type.Kind != CelKind.Dyn), body);
        if ((macro != "map" || parts.Count == 2) && parts[0].Type.Kind is not (CelKind.Bool or CelKind.Dyn))
        {
            throw new CelFault($"expected type 'bool' but found '{parts[0].Type}'");
        }

        var (turn, once) = (macro, parts.Count) switch
        {
            ("all", 1) => (CelMath.Sum(parts[0].Cost, 3), 1UL),
            ("exists", 1) => (CelMath.Sum(parts[0].Cost, 4), 1UL),
            ("exists_one", 1) => (CelMath.Sum(parts[0].Cost, 2), 2UL),
            ("filter", 1) => (CelMath.Sum(parts[0].Cost, CelMath.NewList, 3), CelMath.NewList + 1),
            ("map", 1) => (CelMath.Sum(parts[0].Cost, CelMath.NewList, 2), CelMath.NewList + 1),
            ("map", 2) => (CelMath.Sum(parts[0].Cost, parts[1].Cost, CelMath.NewList, 2), CelMath.NewList + 1),
            _ => throw new CelFault($"undeclared reference to '{macro}' (in container '')"),
        };
        var cost = CelMath.Sum(range.Cost, once, CelMath.Times(range.Largest, turn));
        return macro switch
        {
            "filter" => CelEstimate.Made(CelType.ListOf(element), cost, range.Size),
            "map" => CelEstimate.Made(CelType.ListOf(parts[^1].Type), cost, range.Size),
            _ => CelEstimate.Made(CelType.Bool, cost),
        };
    }

    private List<CelEstimate> With(string variable, CelEstimate value, IReadOnlyList<CelNode> body)
    {
        var had = names.TryGetValue(variable, out var before);
        names[variable] = value;
        var parts = body.Select(Visit).ToList();
        names.Remove(variable);
        if (had)
        {
            names[variable] = before;
        }

        return parts;
    }
}
