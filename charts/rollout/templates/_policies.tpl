{{/* Which requests a policy of the hold looks at. Takes root and resource. */}}
{{- define "rollout.holdMatches" -}}
failurePolicy: Fail
matchConstraints:
  resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [UPDATE]
      resources:
        {{- toYaml .resources | nindent 8 }}
{{- end -}}

{{/* The label before or after: taking it away together with a new template lets nothing through. The controller alone may do as it must. */}}
{{- define "rollout.holdConditions" -}}
- name: managed
  expression: >-
    [object, oldObject].exists(o, has(o.metadata.labels) && 'staggered.dev/rollout' in o.metadata.labels)
- name: not-the-controller
  expression: >-
    request.userInfo.username != '{{ include "rollout.userName" . }}'
{{- end -}}

{{- define "rollout.binding" -}}
metadata:
  name: {{ include "rollout.fullname" .root }}{{ .suffix }}
  labels:
    {{- include "rollout.labels" .root | nindent 4 }}
spec:
  policyName: {{ include "rollout.fullname" .root }}{{ .suffix }}
  {{- include "rollout.matchResources" .root | nindent 2 }}
{{- end -}}
