using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for each matching HTTP request.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.Http, Members = [".ctor", nameof(Route), nameof(Methods), nameof(AuthLevel)])]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    /// <remarks>As in the genuine attribute, naming methods without a level leaves the function anonymous.</remarks>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>Route template below the route prefix; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>Methods served; all when null.</summary>
    public string[]? Methods { get; private set; }

    public AuthorizationLevel AuthLevel { get; private set; }
}
