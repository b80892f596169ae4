using k8s;
using k8s.Models;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// The objects of <c>deploy/kubernetes</c>, in the order in which <c>kubectl apply -f</c> makes them: that of the files'
/// names. They are read strictly: an unknown field is a failure.
/// </summary>
internal static class Manifests
{
    internal static IReadOnlyList<object> All { get; } =
    [
        .. Directory.GetFiles(DeployFolder.Manifests, "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => Parse(File.ReadAllText(file))),
    ];

    internal static V1Container Container =>
        Assert.Single(Assert.Single(All.OfType<V1Deployment>()).Spec.Template.Spec.Containers);

    internal static V1PodSpec Pod => Assert.Single(All.OfType<V1Deployment>()).Spec.Template.Spec;

    /// <summary>The environment that the container gets of the ConfigMap and the Secret.</summary>
    internal static IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var maps = All.OfType<V1ConfigMap>().ToDictionary(map => map.Metadata.Name, map => map.Data);
            var secrets = All.OfType<V1Secret>().ToDictionary(secret => secret.Metadata.Name, secret => secret.StringData);
            return Container.EnvFrom
                .SelectMany(source => source.ConfigMapRef is { } map ? maps[map.Name] : secrets[source.SecretRef.Name])
                .ToDictionary();
        }
    }

    internal static IEnumerable<object> Parse(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);
}
