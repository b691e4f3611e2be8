namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>What a function answers when it does what it was asked.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="text">When it answers so, and what.</param>
/// <param name="types">Shape of the body; of a stream, of its events. None: it has no body.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswerAttribute(int status, string text, params Type[] types) : Attribute
{
    public int Status { get; } = status;

    public string Text { get; } = text;

    public IReadOnlyList<Type> Types { get; } = types;

    /// <value>Default <c>application/json</c>.</value>
    public string MediaType { get; init; } = "application/json";

    /// <value>Its headers, of <see cref="ResponseHeaders"/>. Default none.</value>
    public string[] Headers { get; init; } = [];
}

/// <summary>Why a function may refuse, beside what follows from its role, body, query and reach.</summary>
/// <param name="kinds">Names of fields of <see cref="ProblemKind"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesAttribute(params string[] kinds) : Attribute
{
    public IReadOnlyList<ProblemKind> Kinds { get; } = [.. kinds.Select(ProblemKind.Of)];
}
