namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>What a function takes. A body may be malformed, invalid or too large, so those refusals come with it.</summary>
/// <param name="type">Shape of the body; with <see cref="MostItems"/>, of each of its items.</param>
/// <param name="mostBytes">Most bytes of the body.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BodyAttribute(Type type, int mostBytes) : Attribute
{
    public Type Type { get; } = type;

    public int MostBytes { get; } = mostBytes;

    /// <value>Above 0: it takes 1 to so many items, as a JSON array or one a line. Default 0.</value>
    public int MostItems { get; init; }

    /// <value>Whether it may be left out. Default false.</value>
    public bool IsOptional { get; init; }
}

/// <summary>What a function is asked in the query. A query may be invalid, so that refusal comes with it.</summary>
/// <param name="type">A property for each parameter.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class QueryAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
