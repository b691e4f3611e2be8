using AgentFunctions.Access;

namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>
/// Puts a function into the API's description. Its name, route, method and key come from the attributes that the host reads, its texts from its documentation:
/// the first sentence is the summary, the rest and the remarks are the description.
/// </summary>
/// <param name="tag">What it is about, one of <see cref="ApiTags"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string tag) : Attribute
{
    public string Tag { get; } = tag;

    /// <value>The role that a caller needs. Default none: the function is open.</value>
    public Roles Role { get; init; }

    /// <value>Which region answers. Default <see cref="Reach.Here"/>.</value>
    public Reach Reach { get; init; }

    /// <value>Request headers that it heeds, of <see cref="RequestHeaders"/>. Default none.</value>
    public string[] Headers { get; init; } = [];
}

/// <summary>Which region answers a call.</summary>
internal enum Reach
{
    /// <summary>The one that it reaches.</summary>
    Here,

    /// <summary>The one that it reaches, or that the query names.</summary>
    Asked,

    /// <summary>That of the task, batch or key it is about.</summary>
    Home,
}

/// <summary>Leaves an HTTP function out of the description: it serves people's browsers, not programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UndescribedAttribute : Attribute;
