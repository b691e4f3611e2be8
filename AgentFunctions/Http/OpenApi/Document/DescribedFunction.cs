using System.Reflection;
using AgentFunctions.Http.OpenApi.Attributes;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>An HTTP function: what the host reads of it, and what it says of itself.</summary>
/// <param name="Operation">Null: it says nothing.</param>
internal sealed record DescribedFunction(string Name, MethodInfo Method, HttpTriggerAttribute Trigger, OperationAttribute? Operation)
{
    /// <summary>All HTTP functions of the application but pages.</summary>
    public static IReadOnlyList<DescribedFunction> All { get; } =
    [
        .. from type in typeof(DescribedFunction).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where function is not null && trigger is not null && !method.IsDefined(typeof(UndescribedAttribute))
           select new DescribedFunction(function.Name, method, trigger, method.GetCustomAttribute<OperationAttribute>()),
    ];

    public string Path => $"/{Trigger.Route ?? Name}";

    public IEnumerable<HttpMethod> Methods => (Trigger.Methods ?? []).Select(method => HttpMethod.Parse(method.ToUpperInvariant()));

    public BodyAttribute? Body => Method.GetCustomAttribute<BodyAttribute>();

    public QueryAttribute? Query => Method.GetCustomAttribute<QueryAttribute>();

    public IEnumerable<AnswerAttribute> Answers => Method.GetCustomAttributes<AnswerAttribute>();

    public IEnumerable<ProblemKind> Refusals => Method.GetCustomAttribute<RefusesAttribute>()?.Kinds ?? [];
}
