namespace Rollout.Charts.Tests.Templates;

/// <summary>The dot and the variables of a moment.</summary>
internal sealed class Scope(TemplateEngine engine, object? root, object? dot, Scope? outer)
{
    private readonly Dictionary<string, object?> variables = new(StringComparer.Ordinal);

    public Scope Inner() => new(engine, root, dot, this);

    public Scope Inner(object? with) => new(engine, root, with, this);

    public void Assign(string name, object? value, bool declares)
    {
        if (declares || variables.ContainsKey(name))
        {
            variables[name] = value;
        }
        else
        {
            (outer ?? throw new TemplateFault($"undefined variable \"${name}\"")).Assign(name, value, false);
        }
    }

    public object? Value(Expression expression) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Dot { Fields: var fields } => Fields(dot, fields),
        Expression.Variable { Name: "", Fields: var fields } => Fields(root, fields),
        Expression.Variable { Name: var name, Fields: var fields } => Fields(Variable(name), fields),
        Expression.FieldsOf { Of: var of, Fields: var fields } => Fields(Value(of), fields),
        Expression.Call { Target: null } call => Function(call),
        Expression.Call call => Method(Value(call.Target!), call.Function, [.. call.Arguments.Select(Value)]),
        _ => throw new TemplateFault($"{expression.GetType().Name} is not served here"),
    };

    private object? Variable(string name) => variables.TryGetValue(name, out var value) ? value
        : (outer ?? throw new TemplateFault($"undefined variable \"${name}\"")).Variable(name);

    private static object? Fields(object? of, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            of = of switch
            {
                IReadOnlyDictionary<string, object?> map => map.GetValueOrDefault(field),
                null => throw new TemplateFault($"nil pointer evaluating interface {{}}.{field}"),
                _ => throw new TemplateFault($"can't evaluate field {field} in type {GoText.TypeOf(of)}"),
            };
        }

        return of;
    }

    private object? Function(Expression.Call call)
    {
        switch (call.Function)
        {
            // The first that decides; what comes after it is not looked at.
            case "and":
            case "or":
                object? last = null;
                foreach (var argument in call.Arguments)
                {
                    last = Value(argument);
                    if (GoText.IsTrue(last) == (call.Function == "or"))
                    {
                        return last;
                    }
                }

                return last;
            case "include":
                var with = call.Arguments.Select(Value).ToList();
                return with is [string name, var what] ? engine.Include(name, what) : throw new TemplateFault("include takes a name and a dot");
            default:
                return Functions.Call(call.Function, [.. call.Arguments.Select(Value)]);
        }
    }

    private static object? Method(object? target, string method, IReadOnlyList<object?> arguments) => (target, method, arguments) switch
    {
        (ChartFiles files, "Get", [string path]) => files.Get(path),
        (ChartFiles files, "Glob", [string pattern]) => files.Glob(pattern),
        (ApiVersionSet versions, "Has", [string version]) => versions.Has(version),
        _ => throw new TemplateFault($"{GoText.TypeOf(target)}.{method} is not served here"),
    };
}
